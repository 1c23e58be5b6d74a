"""A repository's history from git alone, on any host that speaks its protocol.

`fetch` in adapter.py is a whole question: remote.py asks which refs there are, copy.py brings
what is missing into a bare repository without files, reading.py counts it by log.py and tree.py.
told.py is the short way, for a tip that a forge told. program.py runs git on our terms, within
process.py's limits and to address.py's destinations; trouble.py says what its complaints mean.
machine.py tells whether git can work here at all.
"""

from packdex.sources.git.adapter import GitRef, fetch
from packdex.sources.git.copy import discard, is_copy
from packdex.sources.git.machine import hindrance
from packdex.sources.git.program import Git
from packdex.sources.git.remote import head_of
from packdex.sources.git.told import Told

__all__ = ["Git", "GitRef", "Told", "discard", "fetch", "head_of", "hindrance", "is_copy"]
