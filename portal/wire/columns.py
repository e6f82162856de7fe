"""The columns of a sheet of trainings: their names in four languages, and which must be there."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from portal.languages import N_
from portal.wire.refusal import SheetRefused


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field it fills, its English name, and its names in the templates."""

    field: str
    english: str
    nl: str
    fr: str
    de: str
    required: bool = True

    def name(self, language: str) -> str:
        """Return the header in a language; English is understood everywhere."""
        names = {"nl": self.nl, "fr": self.fr, "de": self.de}
        return names.get(language, self.english)


ENTERPRISE: Final = Column(
    "enterprise_number",
    "enterprise_number",
    "ondernemingsnummer",
    "numéro d'entreprise",
    "Unternehmensnummer",
)
COLUMNS: Final = (
    Column("reference", "reference", "referentie", "référence", "Referenz"),
    Column("ssin", "ssin", "INSZ", "NISS", "ENSS"),
    Column("title", "title", "titel", "intitulé", "Titel"),
    Column("language", "language", "taal", "langue", "Sprache"),
    Column("nature", "nature", "aard", "nature", "Art"),
    Column("status", "status", "status", "statut", "Status"),
    Column("start_date", "startDate", "begindatum", "date de début", "Beginn"),
    Column("end_date", "endDate", "einddatum", "date de fin", "Ende"),
    Column("duration_minutes", "duration", "duur", "durée", "Dauer"),
    Column(
        "counts_for_right",
        "countsForRight",
        "telt mee voor het recht",
        "compte pour le droit",
        "wird auf den Anspruch angerechnet",
    ),
    Column(
        "not_counting_reason",
        "notCountingReason",
        "reden waarom niet",
        "raison de non-prise en compte",
        "Grund der Nichtanrechnung",
        required=False,
    ),
    Column("certificate_obtained", "certificate", "certificaat", "certificat", "Zertifikat"),
    Column(
        "certificate_valid_until",
        "validUntil",
        "geldig tot",
        "valable jusqu'au",
        "gültig bis",
        required=False,
    ),
    Column(
        "provider_name",
        "provider",
        "opleidingsverstrekker",
        "prestataire de formation",
        "Weiterbildungsanbieter",
        required=False,
    ),
    Column("financing", "financing", "financiering", "financement", "Finanzierung", required=False),
)
COLUMNS_BY_FIELD: Final = MappingProxyType({column.field: column for column in COLUMNS})
# What a marked file says of each row: it may come back with the corrected rows, and says nothing.
REMARKS: Final = Column("", "remarks", "opmerkingen", "remarques", "Bemerkungen", required=False)
_ALL: Final = (ENTERPRISE, *COLUMNS, REMARKS)
_SHOWN: Final = 5  # names in one sentence
_SHOWN_LENGTH: Final = 40  # characters of one name


def _spelling(header: str) -> str:
    """Return a header as it is compared.

    Capitals, spaces, the kind of apostrophe and how an accent is stored are all one.
    """
    composed = unicodedata.normalize("NFC", header)
    return " ".join(composed.casefold().replace("\u2019", "'").split())


_BY_NAME: Final = {
    _spelling(column.name(language)): column
    for column in _ALL
    for language in ("en", "nl", "fr", "de")
} | {"enterprisenumber": ENTERPRISE}


def known_among(headers: Sequence[str]) -> int:
    """Return how many of these headers name a column."""
    return sum(_spelling(header) in _BY_NAME for header in headers)


def fields_of(headers: Sequence[str], *, with_enterprise: bool) -> list[str]:
    """Return the field that each column fills, in the order of the sheet; "": none.

    with_enterprise: whether each row must name the enterprise for which it declares.
    Raises SheetRefused for columns that are unknown, doubled or missing.
    """
    columns = [_BY_NAME.get(_spelling(header)) for header in headers]
    unknown = [header for header, column in zip(headers, columns, strict=True) if column is None]
    if unknown:
        raise SheetRefused(
            N_(
                "These columns are not known: %(columns)s. Remove them or correct their names: "
                "the template shows all names."
            ),
            {"columns": _shown(unknown)},
        )
    fields = [column.field for column in columns if column is not None]
    doubled = [header for place, header in enumerate(headers) if fields[place] in fields[:place]]
    if doubled:
        raise SheetRefused(
            N_("These columns stand there more than once: %(columns)s. Keep one of each."),
            {"columns": _shown(doubled)},
        )
    needed = (ENTERPRISE, *COLUMNS) if with_enterprise else COLUMNS
    missing = [
        column.english for column in needed if column.required and column.field not in fields
    ]
    if missing:
        raise SheetRefused(
            N_("These columns are missing: %(columns)s. Add them, or start from the template."),
            {"columns": ", ".join(missing)},
        )
    return fields


def _shown(headers: list[str]) -> str:
    """Return a few headers for a sentence; a broken file may have thousands, or endless ones."""
    shown = [repr(header[:_SHOWN_LENGTH]) for header in headers[:_SHOWN]]
    return ", ".join(shown + ["…"] * (len(headers) > _SHOWN))
