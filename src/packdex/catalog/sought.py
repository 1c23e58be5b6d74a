"""Which facts packages are found by. What changes in others need not be told to the search."""

FACTS = frozenset(
    {
        "archived",
        "classifiers",
        "description",
        "downloads",
        "last_updated",
        "licence",
        "owners",
        "participants",
        "project_status",
        "registry_summary",
        "registry_version",
        "released_at",
        "repository_licence",
        "requires_python",
        "stars",
        "topics",
    }
)
