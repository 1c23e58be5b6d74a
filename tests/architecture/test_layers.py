"""The rooms import each other only as docs/ARCHITECTURE.md says."""

import subprocess
import sys
from pathlib import Path


def test_no_import_breaks_the_rules(project_folder: Path) -> None:
    checked = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=project_folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
