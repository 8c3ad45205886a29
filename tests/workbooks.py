"""Workbooks as Excel and LibreOffice save them, with no more in them than a reader needs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape

__all__ = ["Cell", "ods", "xlsx"]

Cell = str | float | date | None
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/></Types>"""
_DAYS = date(1899, 12, 30)  # day 0 of Excel


def _packed(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return out.getvalue()


def _rels(*kinds: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(kinds, 1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
    )


def xlsx(*sheets: Sequence[Sequence[Cell]]) -> bytes:
    """Return an .xlsx of these sheets: texts are shared, dates are numbers with a style, as Excel keeps them."""
    shared: dict[str, int] = {}

    def cell(value: Cell, place: str) -> str:
        if isinstance(value, str):
            return f'<c r="{place}" t="s"><v>{shared.setdefault(value, len(shared))}</v></c>'
        if isinstance(value, date):
            return f'<c r="{place}" s="1"><v>{(value - _DAYS).days}</v></c>'
        return f'<c r="{place}"><v>{value}</v></c>'

    parts = {"[Content_Types].xml": _TYPES, "_rels/.rels": _rels(("officeDocument", "xl/workbook.xml"))}
    for number, rows in enumerate(sheets, 1):
        lines = "".join(
            f'<row r="{r}">{"".join(cell(v, f"{chr(65 + c)}{r}") for c, v in enumerate(row) if v is not None)}</row>'
            for r, row in enumerate(rows, 1)
        )
        parts[f"xl/worksheets/sheet{number}.xml"] = f"<worksheet {_MAIN}><sheetData>{lines}</sheetData></worksheet>"
    names = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, len(sheets) + 1))
    parts["xl/workbook.xml"] = f'<workbook {_MAIN} xmlns:r="{_RELS}"><sheets>{names}</sheets></workbook>'
    links = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    parts["xl/_rels/workbook.xml.rels"] = _rels(
        *links, ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")
    )
    parts["xl/styles.xml"] = (
        f'<styleSheet {_MAIN}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
    parts["xl/sharedStrings.xml"] = f"<sst {_MAIN}>{texts}</sst>"
    return _packed(parts)


def ods(rows: Sequence[Sequence[str]]) -> bytes:
    """Return an .ods with one table, as LibreOffice keeps it: empty cells at a row's end are repeated."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    lines = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(v)}</text:p></table:table-cell>' for v in row
        )
        + '<table:table-cell table:number-columns-repeated="1000"/></table:table-row>'
        for row in rows
    )
    table = f'<table:table table:name="Sheet1">{lines}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return _packed(
        {
            "mimetype": kind,
            "META-INF/manifest.xml": manifest,
            "content.xml": f"<office:document-content {spaces}>{body}</office:document-content>",
        }
    )
