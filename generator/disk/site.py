"""Builds the site: the finished folder is swapped in, or nothing changes."""

from pathlib import Path

from generator.disk.swap import swap_in
from generator.documents.open import open_sound_book
from generator.site.mkdocs_build import run_mkdocs
from generator.site.mkdocs_config import find_config, load_config, require_plugin
from generator.site.site import make_site


def build_site(folder: Path) -> Path:
    """Build the site of the playbook in a folder; returns where it is. The last good site stays if this fails."""
    config_file = find_config(folder)
    config = load_config(config_file, strict=True)
    require_plugin(config, config_file)
    target = Path(config.site_dir)
    swap_in(
        target,
        "site",
        make=lambda: make_site(open_sound_book(folder)),
        fill=lambda site, new: run_mkdocs(config, config_file, site, new),
    )
    return target
