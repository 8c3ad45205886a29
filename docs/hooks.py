"""Puts the files outside `docs/` that pages link to (`../alu/flow/graph.py`) into the site, as plain text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

__all__ = ["on_files", "on_page_markdown"]

_OUTSIDE = re.compile(r"\]\(\.\./(?P<path>[\w./-]+)\)")


def on_files(files: Files, config: Any) -> Files:
    """Add every file that a page links to."""
    root = Path(config.config_file_path).parent
    for page in list(files.documentation_pages()):
        for match in _OUTSIDE.finditer(page.content_string):
            name = f"source/{match['path']}.txt"
            if files.get_file_from_path(name) is None:
                text = (root / match["path"]).read_text(encoding="utf-8")
                files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Lead the links to the copies."""
    return _OUTSIDE.sub(lambda m: f"](source/{m['path']}.txt)", markdown)
