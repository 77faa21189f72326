"""Renders papers, each in a forked child with limits: Typst for what is made by the hundred, WeasyPrint for
what is made for one person (decisions 25, 28, 29). Values are data and never markup.
"""

import ctypes
import faulthandler
import json
import os
import resource
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.template.loader import render_to_string

from electoral.papers.fonts import faces

PR_SET_PDEATHSIG = 1
FONT_SCHEME = "office-font:"


class RenderRefused(Exception):
    """The paper could not be made; the sentence is fit for the page of a job and holds no value."""


class RenderStopped(RenderRefused):
    """Nobody waits for the paper any more: `keep_going` said no."""


@dataclass(frozen=True)
class Limits:
    """What one rendering may take: seconds, bytes of memory beyond the process itself, bytes of the file."""

    seconds: float = 120
    memory: int = 2 << 30
    file: int = 1 << 30


def always() -> bool:
    return True


def render_typst(
    template: str,
    values: Mapping[str, Any],
    out: Path,
    *,
    keep_going: Callable[[], bool] = always,
    tagged: bool = False,
    limits: Limits | None = None,
) -> None:
    """Compiles `templates/<template>` with the values into the file `out`.

    The values reach it as JSON in `sys.inputs.values`; `papers/faces.typ` names the fonts; a template
    with `date: none` gives the same bytes for the same values. `tagged` gives PDF/UA-1, for people outside the office.
    `keep_going` is asked at most once a second. Raises RenderRefused, and leaves no file then.
    """
    data, fonts = json.dumps(values, ensure_ascii=False), typst_fonts(settings.FONTS_FOLDER)
    covers = faces().covers

    def compile() -> None:
        import typst

        root = settings.BASE_DIR / "templates"
        typst.Compiler(str(root / template), root=str(root), font_paths=fonts).compile(
            output=str(out),
            format="pdf",
            sys_inputs={"values": data, "covers": covers},
            pdf_standards=["ua-1"] if tagged else [],
            pdf_tags=tagged,
        )

    in_a_child(compile, out, keep_going=keep_going, limits=limits or Limits())


def render_html(template: str, values: Mapping[str, Any], *, limits: Limits | None = None) -> bytes:
    """One paper for one person, PDF/UA-1, from a Django template that may fetch nothing but our fonts."""
    import weasyprint  # here and not in the child, which would take a third of a second for it each time
    from weasyprint.text.fonts import FontConfiguration

    html = render_to_string(template, dict(values))
    needed = faces().files_for(html)
    ours = _fetcher(needed)

    def write() -> None:
        fonts = FontConfiguration()
        style = weasyprint.CSS(string=_font_faces(needed), url_fetcher=ours, font_config=fonts)
        document = weasyprint.HTML(string=html, url_fetcher=ours)
        document.write_pdf(out, stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "paper.pdf"
        in_a_child(write, out, limits=limits or Limits())
        return out.read_bytes()


def join_pdfs(
    paths: Iterable[Path],
    out: Path,
    *,
    title: str = "",
    keep_going: Callable[[], bool] = always,
    limits: Limits | None = None,
) -> None:
    """One print file of many papers, in the order given; `title` is what a reader shows of it, where it is one paper."""
    together = list(paths)

    def join() -> None:
        import pikepdf

        with pikepdf.new() as print_file:
            for path in together:
                with pikepdf.open(path) as paper:
                    print_file.pages.extend(paper.pages)
            print_file.Root.Lang = pikepdf.String("en-AU")
            if title:
                print_file.docinfo["/Title"] = title
                print_file.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
            print_file.save(out, deterministic_id=True, min_version="1.7")

    in_a_child(join, out, keep_going=keep_going, limits=limits or Limits())


@lru_cache(maxsize=2)
def typst_fonts(folder: Path) -> Any:
    """The fonts of the folder alone, read once in the process that forks."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def in_a_child(
    work: Callable[[], object], out: Path, *, keep_going: Callable[[], bool] = always, limits: Limits
) -> None:
    """Does the work in a forked child, which gives all its memory back and dies with its parent."""
    parent = os.getpid()
    answer, question = os.pipe()
    child = os.fork()
    if not child:
        os.close(answer)
        _work_and_leave(work, question, parent, limits)
    os.close(question)
    status = None
    try:
        said = _wait(answer, keep_going, limits.seconds)
        status = os.waitpid(child, 0)[1]
        if status:
            raise RenderRefused(said or _why(status))
    finally:
        os.close(answer)
        if status is None:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        if status != 0:
            out.unlink(missing_ok=True)


def _work_and_leave(work: Callable[[], object], question: int, parent: int, limits: Limits) -> NoReturn:
    # Nothing of the parent may run here: no handlers, no exit functions, no closing of its connections.
    code = 1
    try:
        _confine(parent, limits)
        work()
        code = 0
    except BaseException as failure:
        with suppress(OSError):
            os.write(question, _sentence(failure).encode()[:2000])
        raise  # no further than the next line
    finally:
        os._exit(code)


def _confine(parent: int, limits: Limits) -> None:
    faulthandler.disable()  # a child that ends for want of memory is no fault of the worker
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    taken = 0
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + limits.memory,) * 2)
    cpu = (
        int(time.process_time() + limits.seconds * 2) + 1
    )  # two cores at most: the clock of the parent is the rule
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file, limits.file))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _wait(answer: int, keep_going: Callable[[], bool], seconds: float) -> str:
    """What the child said, when it is done. It is waited for, not asked: a short paper costs no pause."""
    end = time.monotonic() + seconds
    while not select.select([answer], [], [], max(0.0, min(1.0, end - time.monotonic())))[0]:
        if time.monotonic() >= end:
            raise RenderRefused(f"The paper took longer than {seconds:g} seconds.")
        if not keep_going():
            raise RenderStopped("The paper was stopped: nobody waits for it any more.")
    return os.read(answer, 2000).decode(errors="replace")


def _sentence(failure: BaseException) -> str:
    # The text of an engine's error may repeat a value, so only its kind and place are told.
    if isinstance(failure, MemoryError):
        return "The paper needed more memory than it may have."
    if type(failure).__name__ == "FatalURLFetchingError":
        return "The paper asked for a file from elsewhere, which no paper may."
    if type(failure).__name__ == "TypstError":
        return f"The paper's template was refused: {getattr(failure, 'message', '')}"
    return f"The paper could not be made: {type(failure).__name__}."


def _why(status: int) -> str:
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGABRT, signal.SIGSEGV, signal.SIGKILL):
        return "The paper needed more memory than it may have."
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return "The paper took too much of the processor's time."
    return f"The paper's process ended with status {status}."


def _font_faces(files: Iterable[Path]) -> str:
    rules = []
    for font in files:
        family, weight = font.stem.split("_")
        name = (
            "Atkinson Hyperlegible Next"
            if family.startswith("Atkinson")
            else family.replace("NotoSans", "Noto Sans ")
        )
        rules.append(
            f"@font-face {{font-family: '{name.strip()}'; font-weight: {weight[:3]}; src: url({FONT_SCHEME}{font.name})}}"
        )
    return "\n".join(rules)


def _fetcher(files: Iterable[Path]) -> Any:
    """Gives our fonts and what stands in the page itself; everything else ends the rendering."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    ours = {FONT_SCHEME + font.name: font for font in files}

    class OursOnly(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url in ours:
                return URLFetcherResponse(url, ours[url].read_bytes())
            if url.startswith("data:"):
                return super().fetch(url, headers)
            raise FatalURLFetchingError("refused")

    return OursOnly()
