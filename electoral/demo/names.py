"""Names of people, visibly made up, and of every kind that a roll may hold."""

from itertools import product
from random import Random
from typing import NamedTuple

from electoral.demo.words import words


class Name(NamedTuple):
    surname: str
    given_names: str


WELL_KNOWN = words(
    """Testperson Madeup Placeholder Specimen Example Sample Fictitious Imaginary Invented Pretender Nobody Notional
    Dummy Mockery Figment Makebelieve Unreal Phoney Fable Storey Parody Spoof Legend Sham Novel Hoax Nonesuch"""
)
FRONTS = words(
    """Test Mock Sample Fable Fiction Dummy Pretend Phoney Figment Nowhere Unreal Invent Feign Sham Myth Yarn
    Specimen Trial Draft Notion"""
)
BACKS = words("well field worth ley man by ton wood more ford ham brook stone gate wick dale")
SURNAMES = WELL_KNOWN + [front + back for front, back in product(FRONTS, BACKS)]

GIVEN = words(
    """Alda Bert Cora Dora Edgar Fay Gwen Hal Ida Jo Kim Lou Moe Nan Ora Pat Quin Rae Sol Tess Ugo Vic Wyn Xan
    Yve Zed Abe Bea Cy Di Ed Flo Gil Hedy Ira Jan Kit Lee Max Nell Otto Pia Ray Sue Tom Una Val Wes Xia Yan
    Zoe Ann Bob Cat Dan Eve Fred Gia Hope Ike June Ken Lil Mac Neve Oz Pam Rex Sid Tia Alex Robin Sam Jordan
    Zoë Siobhán Renée François José Åsa Jürgen Marie-Thérèse Ngọc Jean-Luc"""
)

# The surnames of the other scripts say "example", "sample" or "trial" in their language.
OF_EVERY_KIND = {
    "diacritics": (
        Name("Påhittsson", "Örjan"),
        Name("Příkladová", "Žofie"),
        Name("Örnekoğlu", "Çağla"),
        Name("Próba-Źdźbło", "Łucja"),
    ),
    "apostrophe": (Name("O'Specimen", "Máire"), Name("D'Esempio", "Nicolò"), Name("D’Exemple", "Maëlle")),
    "hyphen": (Name("Sample-Placeholder", "Anne-Marie"), Name("Stand-In", "Jo")),
    "particle": (
        Name("van der Stand-In", "Wilhelmina"),
        Name("de la Muestra", "José María"),
        Name("von und zu Muster", "Jürgen"),
        Name("Mac an Samplach", "Siobhán"),
    ),
    "very_long": (
        Name(
            "Featherstonehaugh-Placeholder-Specimen-Von-Und-Zu-Musterhausen",
            "Bartholomew Maximilian Theophilus Exemplarius Octavian Ferdinand",
        ),
        Name(
            "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Wilhelmina Alexandrina Cornelia"
        ),
    ),
    "one_letter": (Name("O", "Testa"), Name("X", "B")),
    "no_given_names": (Name("Mononym", ""),),
    "greek": (Name("Δοκιμαστίδης", "Γεώργιος"), Name("Παραδειγματοπούλου", "Ελένη")),
    "cyrillic": (Name("Примерова", "Ярослава"), Name("Вигаданий", "Тарас")),
    "arabic": (Name("المثال", "محمد"), Name("نموذجي", "ليلى")),
    "chinese": (Name("示例", "小明"), Name("測試", "美玲")),
    "vietnamese": (Name("Nguyễn", "Thị Mẫu"), Name("Thử Nghiệm", "Ngọc Ánh")),
    "devanagari": (Name("उदाहरण", "प्रिया"), Name("नमूना", "अर्जुन")),
    "thai": (Name("ตัวอย่าง", "สมชาย"), Name("ทดสอบ", "มาลี")),
    "no_font": (Name("ꦠꦺꦱ꧀", "Wayan"),),
}
KINDS = tuple(OF_EVERY_KIND)
BY_CHANCE = [kind for kind in KINDS if kind != "no_font"]
UPPER_CASE = 0.3
DOUBLE_BARRELLED = 0.04


def surname(rng: Random) -> str:
    """The surname of a household."""
    one = SURNAMES[int(rng.random() * len(SURNAMES))]
    if rng.random() < DOUBLE_BARRELLED:
        return f"{one}-{SURNAMES[int(rng.random() * len(SURNAMES))]}"
    return one


def given_names(rng: Random) -> str:
    """One, two or three given names."""
    how_many = 1 + (rng.random() < 0.6) + (rng.random() < 0.08)
    return " ".join(GIVEN[int(rng.random() * len(GIVEN))] for _ in range(how_many))


def ordinary(rng: Random, household: str) -> Name:
    """A person of a household: most share its surname, and some rolls were keyed in capitals."""
    name = Name(household if rng.random() < 0.75 else surname(rng), given_names(rng))
    return Name(name.surname.upper(), name.given_names.upper()) if rng.random() < UPPER_CASE else name


def of_kind(rng: Random, kind: str) -> Name:
    """A name of one of `KINDS`."""
    return rng.choice(OF_EVERY_KIND[kind])
