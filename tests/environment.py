"""What the tests' processes are told by their environment, set before the settings are read."""

import atexit
import os
import shutil
import tempfile

for _name in [name for name in os.environ if name.startswith("PACKDEX_")]:
    if _name != "PACKDEX_DATABASE_URL":  # tests.postgres names the database
        del os.environ[_name]

_folder = tempfile.mkdtemp(prefix="packdex-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["PACKDEX_DATA"] = _folder
os.environ["DJANGO_SETTINGS_MODULE"] = "packdex.config.settings"

# What the processes of one run share. Its first process makes it, and takes it away at the end.
if "TESTS_SHARED" not in os.environ:
    os.environ["TESTS_SHARED"] = tempfile.mkdtemp(prefix="packdex-shared-")
    atexit.register(shutil.rmtree, os.environ["TESTS_SHARED"], ignore_errors=True)
