"""A repository's history from git alone, on any host that speaks its protocol.

`fetch` in adapter.py is a whole question: remote.py asks which refs there are, copy.py brings
what is missing into a bare repository without files, log.py and tree.py read it. program.py runs
git on our terms, within process.py's limits and to address.py's destinations; trouble.py says what
its complaints mean. machine.py tells whether git can work here at all.
"""

from packdex.sources.git.adapter import GitRef, fetch
from packdex.sources.git.copy import discard, is_copy
from packdex.sources.git.machine import hindrance
from packdex.sources.git.program import Git
from packdex.sources.git.remote import head_of

__all__ = ["Git", "GitRef", "discard", "fetch", "head_of", "hindrance", "is_copy"]
