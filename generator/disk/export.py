"""Writes every document as plain files, for any Markdown engine."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from generator.disk.files import PUBLIC_FILE, write_new
from generator.disk.places import refuse_place
from generator.disk.swap import swap_in
from generator.documents.open import open_sound_book
from generator.load.folder import find_content
from generator.load.strays import MKDOCS, list_assets
from generator.load.template_folders import list_theme_folders
from generator.site.mkdocs_config import make_plain_config
from generator.site.site import Site, make_site


def export_site(folder: Path, target: Path) -> int:
    """Write every document to disk as plain files, for any Markdown engine; returns how many."""
    return len(write_export(folder, lambda: make_site(open_sound_book(folder)), target).documents)


def write_export(folder: Path, make: Callable[[], Site], target: Path) -> Site:
    """Write a site to disk, with the files that mkdocs.yml names and a configuration for MkDocs; returns it."""
    refuse_place(target, "an export", allowed="export")
    return swap_in(target, "export", make=make, fill=lambda site, new: _fill_export(folder, site, new))


def _fill_export(folder: Path, site: Site, target: Path) -> None:
    for name in list_assets(folder):
        (target / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(find_content(folder) / name, target / "docs" / name)
    for document in site.documents:
        write_new(target / "docs" / document.uri, document.content.encode(), mode=PUBLIC_FILE)
    config = folder / MKDOCS
    if os.path.lexists(config):
        plain = make_plain_config(config, site)
        write_new(target / MKDOCS, plain.text.encode(), mode=PUBLIC_FILE)
        for hook in plain.hooks:
            (target / hook).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / hook, target / hook)
        for theme in (*filter(None, [plain.theme]), *reversed(list_theme_folders(folder))):
            shutil.copytree(theme, target / "theme", dirs_exist_ok=True)
