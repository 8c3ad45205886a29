"""The columns of a table: which field of a target each one fills."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from alu.errors import InputError
from alu.store.target import Target

__all__ = [
    "UNKNOWN",
    "Column",
    "columns_of",
    "fields_of",
    "mapping_of",
    "problem_of",
    "recognised",
]

_LEFT_OUT = "-"  # what a column is mapped to that is not to be read
UNKNOWN = "?"
"""The field of a column of which nobody knows what it is."""
_REST = "*"
_PARTS = ("first_name", "middle_name", "last_name")
_FIELDS = (*Target.model_fields, *_PARTS)
_LISTS = frozenset({"aliases", "facts", "examples"})
_NAMES = frozenset({"name", "aliases", *_PARTS})

# headers as spreadsheets and CRMs write them, without signs and numbers; see `_key`
_SYNONYMS = {
    "name": "full name, complete name, contact name, customer name, person, data subject, subject name, display name,"
    " nombre, nom, nome, naam, nombre completo, nombre y apellidos, nom complet, nome e cognome, imię i nazwisko,"
    " фио, имя, 氏名, 名前, お名前, 姓名, 名字",
    "first_name": "first name, firstname, given name, forename, vorname, prénom, imię, voornaam",
    "middle_name": "middle name, middlename, additional name, zweiter vorname",
    "last_name": "last name, lastname, surname, family name, nachname, familienname, apellido, apellidos,"
    " nom de famille, nazwisko, cognome, achternaam",
    "aliases": "alias, alias names, also known as, aka, a k a, known as, other name, other names, nickname, nick name,"
    " former name, former names, previous name, previous names, maiden name, birth name,"
    " geburtsname, geb name, rufname, spitzname, früherer name,"
    " nom de naissance, nom de jeune fille, surnom, apodo, soprannome, meisjesnaam",
    "description": "note, notes, comment, comments, remark, remarks, bemerkung, bemerkungen, notizen, uwagi, anmerkung,"
    " anmerkungen, notiz, remarque, remarques, commentaire, observaciones, nota",
    "facts": "fact, statement, statements, email, e mail, e mail address, email address, e mail value, mail, phone,"
    " phone number, phone value, mobile, mobile phone, home phone, work phone, telephone, telefon, handy,"
    " telefonnummer, mobil, mobiltelefon, handynummer, e mail adresse, correo electrónico, teléfono, móvil, téléphone,"
    " adresse e mail, adres e mail, numer telefonu, telefon komórkowy, telefono, cellulare, telefoon, courriel,"
    " телефон, электронная почта, 電話番号, メールアドレス, 电话, 手机, 邮箱,"
    " date of birth, birth date, birthdate, birthday, dob, geburtsdatum, geburtstag, geb datum, date de naissance,"
    " fecha de nacimiento, data di nascita, data de nascimento, geboortedatum, data urodzenia, дата рождения, 生年月日,"
    " address, home address, street address, postal address, adresse, anschrift, straße, strasse, street, dirección,"
    " domicilio, indirizzo, endereço, morada, adres, адрес, 住所, 地址, iban, bank account, account number,"
    " kontonummer,"
    " ssn, social security number, national id, passport number, reisepassnummer, personalausweis, steuernummer,"
    " steuer id, dni, nif, nie, codice fiscale, pesel, bsn, cpf, инн, customer number, kundennummer, personalnummer",
    "examples": "example",
    "reason": "ticket, ticket id, ticket no, ticket number, reference, reference number, ref, request, request id,"
    " request number, case, case id, case number, aktenzeichen, az, vorgang, vorgangsnummer, geschäftszeichen,"
    " grund, motif, motivo, référence, numéro de dossier, dossier, referencia, expediente, riferimento, kenmerk,"
    " zaaknummer",
    "expires": "expiry, expiry date, expires on, valid until, until, gültig bis, ablaufdatum, valable jusqu au,"
    " date d expiration, válido hasta, fecha de caducidad, valido fino al, scadenza, geldig tot, ważne do",
    "id": "target id",
    "policy": "target policy",
    "kind": "target kind",
}
# headers of a whole name or, next to a column of first names or of surnames alone, of the other part
_EITHER = frozenset({"name", "nombre", "nome", "nom", "naam"})
# an identifier means little without what it is
_LABELLED = re.compile(
    r"mail|phone|mobil|telefo|handy|correo|teléfono|móvil|téléphone|cellulare|courriel|birth|geburt|iban|account|ssn|number"
)
_GENERAL = frozenset({"fact", "facts", "statement", "statements"})
_BRIEF = 8
"""Words up to which a value that is no sentence means little without its header: «Berlin», «02.02.1941»."""
_DASHES = frozenset({"-", "--", "---", "–", "—", "."})
_NOTHING = _DASHES | {"null", "n/a", "#n/a", "nan", "<null>"}
"""What exports write into an empty cell; of names only dashes, since people are called Null and Nan."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its number, from 1, its header, and the field that it fills, "" for none, or `UNKNOWN`."""

    number: int
    header: str
    field: str
    mapped: bool = False
    """The user said so; else the header did."""


def _key(header: str) -> str:
    """Return a header as it is looked up: small letters, no signs, no numbers."""
    folded = unicodedata.normalize("NFKC", header).casefold()
    words = re.findall(r"[^\W_]+", folded)
    return " ".join([word for word in words if not word.isdigit()] or words)


_FIELD_OF = {_key(field): field for field in _FIELDS} | {
    _key(header): field for field, headers in _SYNONYMS.items() for header in headers.split(",")
}


def mapping_of(said: Iterable[str]) -> dict[str, str]:
    """Return what `column=field` texts say, as `columns_of` takes it.

    Raises:
        InputError: one is none, or a column is there twice.
    """
    mapping: dict[str, str] = {}
    for text in said:
        column, sign, field = text.rpartition("=")
        if not sign or not column.strip() or column in mapping:
            raise InputError("a column is mapped once, as `header=field`, `2=aliases` or `Owner=-`")
        mapping[column] = field
    return mapping


def recognised(header: Sequence[str], given: Mapping[str, str]) -> int:
    """Return how many cells of a first line are headers that are known, or that the user names."""
    named = {*map(_key, given)} | _FIELD_OF.keys()
    return sum(_key(cell) in named for cell in header)


def columns_of(header: Sequence[str], given: Mapping[str, str]) -> tuple[Column, ...]:
    """Return what each column of a table is taken for.

    Args:
        header: the cells of its first line.
        given: the user's word, header or number to a field; `-` leaves a column out, `*` to `-` all others.

    Raises:
        InputError: `given` does not fit the header.
    """
    wanted = _wanted(header, given)
    return _parted([_column(number, cell.strip(), wanted) for number, cell in enumerate(header, 1)])


def problem_of(columns: Sequence[Column]) -> str | None:
    """Return why a table of these columns cannot be read: one means nothing, two mean the same, or there is no name."""
    fields = Counter(column.field for column in columns)
    if not fields.keys() & {"name", *_PARTS}:
        return "a column `name` is needed, or first_name and last_name: say which one it is (--map COLUMN=name)"
    if strange := [str(column.number) for column in columns if column.field == UNKNOWN]:
        many = f"columns {', '.join(strange)} are" if len(strange) > 1 else f"column {strange[0]} is"
        each = f"say which one it is (--map {strange[0]}=facts), or leave it out (--map {strange[0]}=-)"
        return f"{many} none of {', '.join(_FIELDS)}: {each}"
    if twice := [field for field, count in fields.items() if count > 1 and field and field not in _LISTS]:
        return f"a column is there twice: {', '.join(twice)}"
    return None


def _wanted(header: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """Return the user's mapping by the headers' keys and the columns' numbers."""
    keys = {_key(cell) for cell in header} | {str(number) for number in range(1, len(header) + 1)} | {_REST}
    wanted = {name.strip() if name.strip() in keys else _key(name): field.strip() for name, field in given.items()}
    if absent := wanted.keys() - keys:
        raise InputError(f"the table has no column {', '.join(sorted(absent))}")
    if wrong := [field for field in wanted.values() if field not in (*_FIELDS, _LEFT_OUT)]:
        raise InputError(f"there is no field {', '.join(wrong)}: it is one of {', '.join(_FIELDS)} or -")
    if wanted.get(_REST, _LEFT_OUT) != _LEFT_OUT:
        raise InputError("*=- leaves all other columns out; * stands for no field")
    return wanted


def _column(number: int, header: str, wanted: Mapping[str, str]) -> Column:
    """Return one column."""
    said = wanted.get(str(number), wanted.get(_key(header)) if header else None)
    if said is not None:
        return Column(number, header, "" if said == _LEFT_OUT else said, mapped=True)
    field = _FIELD_OF.get(_key(header)) if header else ""
    if field is None and _REST in wanted:
        return Column(number, header, "", mapped=True)
    return Column(number, header, UNKNOWN if field is None else field)


def _parted(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Take «Name» for the surname next to first names («Name;Vorname»), and for the first name next to surnames."""
    given = {column.field for column in columns} & {"first_name", "last_name"}
    if len(given) != 1:
        return tuple(columns)
    other = "last_name" if "first_name" in given else "first_name"
    return tuple(
        replace(column, field=other)
        if column.field == "name" and not column.mapped and _key(column.header) in _EITHER
        else column
        for column in columns
    )


def fields_of(columns: Sequence[Column], cells: Sequence[str]) -> dict[str, Any] | str:
    """Return the fields that a row's cells give, or what is wrong with the row."""
    if any(cell.strip() for cell in cells[len(columns) :]):
        return f"{len(cells)} cells and {len(columns)} columns: quote a cell that holds the separator"
    fields: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=False):
        value = cell if column.field == "description" else cell.strip(" \t\r\n")
        if not value or _is_nothing(column, value):
            continue
        if not column.field and not column.header and not column.mapped:
            return f"column {column.number} has a value and no header"
        if column.field in _LISTS:
            try:
                fields.setdefault(column.field, []).extend(_values(column, value))
            except ValueError:
                return f"{column.field}: the JSON array in it is broken"
        elif column.field:
            fields[column.field] = value
    return _named(fields)


def _is_nothing(column: Column, value: str) -> bool:
    """Tell whether a cell says that it is empty; not in a table that has the fields' own names, as alu writes it."""
    if _key(column.header) == column.field:
        return False
    return value.casefold() in (_DASHES if column.field in _NAMES else _NOTHING)


def _values(column: Column, cell: str) -> list[Any]:
    """Return the values in a cell: a JSON array, or texts with `|`, in a cell of names also `;`, between them."""
    if cell.startswith("["):
        return list(json.loads(cell))
    signs = r"[|;\n]" if column.field == "aliases" or _LABELLED.search(_key(column.header)) else r"\|"
    values = [part.strip() for part in re.split(signs, cell) if part.strip()]
    if column.field == "facts" and _key(column.header) not in _GENERAL:
        return [f"{column.header}: {value}" if _needs_label(column, value) else value for value in values]
    return values


def _needs_label(column: Column, value: str) -> bool:
    """Tell whether a value means little without its header: it is an identifier, or no sentence and has no label."""
    if _LABELLED.search(_key(column.header)):
        return True
    return len(value.split()) <= _BRIEF and value[-1] not in ".!?…" and ":" not in value


def _named(fields: dict[str, Any]) -> dict[str, Any]:
    """Make a name of its parts; next to a full name that differs they are an alias, but for a single word of it."""
    parts = [str(fields.pop(part)) for part in _PARTS if part in fields]
    joined, name = _joined(parts), str(fields.get("name", ""))
    if joined and not name:
        return {"name": joined, **fields}
    known = joined.casefold() == name.casefold() or (len(parts) == 1 and _words(joined) <= _words(name))
    if joined and not known:
        return {**fields, "aliases": [*fields.get("aliases", ()), joined]}
    return fields


def _joined(parts: Sequence[str]) -> str:
    """Return the parts of a name as one; or the part that holds all the others, where somebody put the whole name."""
    for i, part in enumerate(parts):
        others = (*parts[:i], *parts[i + 1 :])
        if others and all(_words(other) < _words(part) for other in others):
            return part
    return " ".join(parts)


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.casefold()))
