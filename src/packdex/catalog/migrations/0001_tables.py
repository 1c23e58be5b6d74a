"""All tables of the catalogue.

A database that was brought up to date step by step has them already: see `replaces`.
"""

from typing import Any

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import packdex.catalog.models.owner
import packdex.catalog.models.plain


def order_by_code_point(apps: Any, schema_editor: Any) -> None:
    """Titles are ordered by code point on every database, so that lists are the same on all."""
    if schema_editor.connection.vendor != "postgresql":
        return  # SQLite compares text by its bytes already
    for table in ("catalog_package", "catalog_grid"):
        schema_editor.execute(
            f'ALTER TABLE {table} ALTER COLUMN sort_title TYPE varchar(200) COLLATE "C"'
        )


class Migration(migrations.Migration):
    replaces = [
        ("catalog", "0001_initial"),
        ("catalog", "0002_sort_titles"),
        ("catalog", "0003_refresh_states"),
        ("catalog", "0004_history"),
        ("catalog", "0005_freshness"),
        ("catalog", "0006_serials"),
        ("catalog", "0007_moved_slugs"),
        ("catalog", "0008_package_pages"),
        ("catalog", "0009_advisories"),
        ("catalog", "0010_status_turns"),
        ("catalog", "0011_owner_keys"),
        ("catalog", "0012_curation"),
        ("catalog", "0013_past_slugs"),
        ("catalog", "0014_looking_up"),
        ("catalog", "0015_told_tips"),
        ("catalog", "0016_verdicts"),
        ("catalog", "0017_told_tags"),
        ("catalog", "0018_verdict_answers"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveBigIntegerField(default=1, editable=False)),
                ("title", models.CharField(max_length=100)),
                (
                    "slug",
                    models.CharField(
                        max_length=50,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[-a-z0-9_]+\\Z",
                                "Use lower-case letters, digits, hyphens and underscores only.",
                            )
                        ],
                    ),
                ),
                ("description", models.TextField(blank=True, default="")),
                ("title_plural", models.CharField(blank=True, default="", max_length=100)),
                ("show_pypi", models.BooleanField(default=True)),
                ("placeholder", models.BooleanField(default=False)),
                ("created", models.DateTimeField()),
                ("modified", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "categories",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("slug", django.db.models.functions.text.Lower("slug")),
                            models.Q(("slug", ""), _negated=True),
                        ),
                        name="category_slug_lower_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("mark", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Grid",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveBigIntegerField(default=1, editable=False)),
                ("title", models.CharField(max_length=200)),
                ("sort_title", models.CharField(editable=False, max_length=200)),
                (
                    "slug",
                    models.CharField(
                        max_length=50,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[-a-z0-9_]+\\Z",
                                "Use lower-case letters, digits, hyphens and underscores only.",
                            )
                        ],
                    ),
                ),
                ("description", models.TextField(blank=True, default="")),
                ("is_locked", models.BooleanField(default=False)),
                ("header", models.BooleanField(default=False)),
                ("placeholder", models.BooleanField(default=False)),
                ("created", models.DateTimeField()),
                ("modified", models.DateTimeField()),
                ("hidden", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [models.Index(fields=["sort_title", "id"], name="grid_by_title")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("slug", django.db.models.functions.text.Lower("slug")),
                            models.Q(("slug", ""), _negated=True),
                        ),
                        name="grid_slug_lower_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Host",
            fields=[
                ("name", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("not_before", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, default="")),
            ],
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("verb", models.CharField(max_length=40)),
                ("about", models.CharField(max_length=300)),
                ("why", models.CharField(blank=True, default="", max_length=500)),
                ("package_id", models.BigIntegerField(null=True)),
                ("grid_id", models.BigIntegerField(null=True)),
                ("category_id", models.BigIntegerField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undoes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="undone_by",
                        to="catalog.revision",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["package_id", "-id"], name="revision_of_package"),
                    models.Index(fields=["grid_id", "-id"], name="revision_of_grid"),
                    models.Index(fields=["category_id", "-id"], name="revision_of_category"),
                    models.Index(fields=["by", "-at"], name="revision_by_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("stars", models.PositiveIntegerField(null=True)),
                ("forks", models.PositiveIntegerField(null=True)),
                ("open_issues", models.PositiveIntegerField(null=True)),
                ("commits", models.PositiveIntegerField(null=True)),
                ("contributors", models.PositiveIntegerField(null=True)),
                ("downloads", models.PositiveBigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CategoryAnswers",
            fields=[
                ("version", models.PositiveBigIntegerField()),
                ("format", models.PositiveBigIntegerField()),
                ("made_at", models.PositiveBigIntegerField()),
                ("v4", models.BinaryField(null=True)),
                ("v3", models.BinaryField(null=True)),
                (
                    "owner",
                    packdex.catalog.models.owner.OwnerKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        serialize=False,
                        to="catalog.category",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Feature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("description", models.TextField(blank=True, default="")),
                ("position", models.PositiveIntegerField()),
                (
                    "grid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="features",
                        to="catalog.grid",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["grid", "position"], name="feature_order")],
            },
        ),
        migrations.CreateModel(
            name="GridAnswers",
            fields=[
                ("version", models.PositiveBigIntegerField()),
                ("format", models.PositiveBigIntegerField()),
                ("made_at", models.PositiveBigIntegerField()),
                ("v4", models.BinaryField(null=True)),
                ("v3", models.BinaryField(null=True)),
                (
                    "owner",
                    packdex.catalog.models.owner.OwnerKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        serialize=False,
                        to="catalog.grid",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HistoricalCategory",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=100)),
                (
                    "slug",
                    models.CharField(
                        db_index=True,
                        max_length=50,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[-a-z0-9_]+\\Z",
                                "Use lower-case letters, digits, hyphens and underscores only.",
                            )
                        ],
                    ),
                ),
                ("description", models.TextField(blank=True, default="")),
                ("title_plural", models.CharField(blank=True, default="", max_length=100)),
                ("show_pypi", models.BooleanField(default=True)),
                ("created", models.DateTimeField()),
                ("modified", models.DateTimeField()),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical category",
                "verbose_name_plural": "historical categories",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFeature",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("description", models.TextField(blank=True, default="")),
                ("position", models.PositiveIntegerField()),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "grid",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalog.grid",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical feature",
                "verbose_name_plural": "historical features",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGrid",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "slug",
                    models.CharField(
                        db_index=True,
                        max_length=50,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[-a-z0-9_]+\\Z",
                                "Use lower-case letters, digits, hyphens and underscores only.",
                            )
                        ],
                    ),
                ),
                ("description", models.TextField(blank=True, default="")),
                ("is_locked", models.BooleanField(default=False)),
                ("header", models.BooleanField(default=False)),
                ("created", models.DateTimeField()),
                ("modified", models.DateTimeField()),
                ("hidden", models.BooleanField(default=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical grid",
                "verbose_name_plural": "historical grids",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Package",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveBigIntegerField(default=1, editable=False)),
                ("title", models.CharField(max_length=200)),
                ("sort_title", models.CharField(editable=False, max_length=200)),
                (
                    "slug",
                    models.CharField(
                        max_length=50,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[-a-z0-9_]+\\Z",
                                "Use lower-case letters, digits, hyphens and underscores only.",
                            )
                        ],
                    ),
                ),
                ("repo_url", models.CharField(blank=True, default="", max_length=1000)),
                ("pypi_url", models.CharField(blank=True, default="", max_length=1000)),
                ("documentation_url", models.CharField(blank=True, max_length=1000, null=True)),
                ("created", models.DateTimeField()),
                ("modified", models.DateTimeField()),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packages",
                        to="catalog.category",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "last_modified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("deprecated_at", models.DateTimeField(null=True)),
                ("deprecated_why", models.CharField(blank=True, default="", max_length=500)),
                ("hidden", models.BooleanField(default=False)),
                ("is_locked", models.BooleanField(default=False)),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replaces",
                        to="catalog.package",
                    ),
                ),
                ("usage_count", models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sort_title", "id"], name="package_by_title"),
                    models.Index(
                        fields=["category", "sort_title", "id"], name="package_by_category"
                    ),
                    models.Index(fields=["created"], name="package_by_created"),
                    models.Index(
                        packdex.catalog.models.plain.Plain("slug"), name="package_by_plain_slug"
                    ),
                    models.Index(
                        packdex.catalog.models.plain.Plain("repo_url"), name="package_by_repository"
                    ),
                    models.Index(
                        packdex.catalog.models.plain.Plain("pypi_url"), name="package_by_project"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("slug", django.db.models.functions.text.Lower("slug")),
                            models.Q(("slug", ""), _negated=True),
                        ),
                        name="package_slug_lower_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Advisory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("project", models.CharField(max_length=200)),
                ("aliases", models.JSONField(default=list)),
                ("summary", models.TextField(null=True)),
                ("severity", models.TextField(blank=True, default="")),
                ("published", models.DateTimeField(null=True)),
                ("affected", models.JSONField(default=list)),
                ("affects_current", models.BooleanField(null=True)),
                ("fixed_in", models.CharField(max_length=200, null=True)),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="advisories",
                        to="catalog.package",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "advisories",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("package", "name"), name="advisory_once_a_package"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("source", models.CharField(max_length=20)),
                ("evidence", models.JSONField(default=dict)),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="catalog.package",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["package", "at"], name="event_by_package"),
                    models.Index(fields=["at"], name="event_by_time"),
                    models.Index(fields=["kind", "at"], name="event_by_kind"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Example",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=100)),
                ("url", models.CharField(max_length=1000)),
                ("shown", models.BooleanField(default=False)),
                ("created", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="examples",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="examples",
                        to="catalog.package",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("package", "url"), name="example_once_a_package"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Favorite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="favorites",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="favorites",
                        to="catalog.package",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("by", "package"), name="favorite_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="GridPackage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("sequence", models.PositiveIntegerField()),
                (
                    "grid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grid_packages",
                        to="catalog.grid",
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grid_packages",
                        to="catalog.package",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["grid", "position"], name="grid_package_order"),
                    models.Index(fields=["package", "sequence"], name="package_grid_order"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("grid", "package"), name="package_once_a_grid")
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalGridPackage",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("sequence", models.PositiveIntegerField()),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "grid",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalog.grid",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalog.package",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical grid package",
                "verbose_name_plural": "historical grid packages",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPackage",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "slug",
                    models.CharField(
                        db_index=True,
                        max_length=50,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[-a-z0-9_]+\\Z",
                                "Use lower-case letters, digits, hyphens and underscores only.",
                            )
                        ],
                    ),
                ),
                ("repo_url", models.CharField(blank=True, default="", max_length=1000)),
                ("pypi_url", models.CharField(blank=True, default="", max_length=1000)),
                ("documentation_url", models.CharField(blank=True, max_length=1000, null=True)),
                ("created", models.DateTimeField()),
                ("modified", models.DateTimeField()),
                ("deprecated_at", models.DateTimeField(null=True)),
                ("deprecated_why", models.CharField(blank=True, default="", max_length=500)),
                ("is_locked", models.BooleanField(default=False)),
                ("hidden", models.BooleanField(default=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalog.category",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "last_modified_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalog.package",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical package",
                "verbose_name_plural": "historical packages",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MovedSlug",
            fields=[
                ("former_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("slug", models.CharField(max_length=50)),
                ("moved_at", models.DateTimeField()),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moved_slugs",
                        to="catalog.package",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["slug", "moved_at"], name="moved_slug")],
            },
        ),
        migrations.CreateModel(
            name="PackageAnswers",
            fields=[
                ("version", models.PositiveBigIntegerField()),
                ("format", models.PositiveBigIntegerField()),
                ("made_at", models.PositiveBigIntegerField()),
                ("v4", models.BinaryField(null=True)),
                ("v3", models.BinaryField(null=True)),
                (
                    "owner",
                    packdex.catalog.models.owner.OwnerKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        serialize=False,
                        to="catalog.package",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PackageFacts",
            fields=[
                (
                    "package",
                    packdex.catalog.models.owner.OwnerKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facts",
                        serialize=False,
                        to="catalog.package",
                    ),
                ),
                ("last_updated", models.DateTimeField(null=True)),
                ("last_fetched", models.DateTimeField(null=True)),
                ("stars", models.PositiveBigIntegerField(null=True)),
                ("forks", models.PositiveBigIntegerField(null=True)),
                ("description", models.TextField(blank=True, default="")),
                ("commits_over_52", models.JSONField(default=list)),
                ("participants", models.JSONField(default=list)),
                ("registry_version", models.CharField(max_length=200, null=True)),
                ("released_at", models.DateTimeField(null=True)),
                ("registry_summary", models.TextField(null=True)),
                ("licence", models.TextField(null=True)),
                ("licence_source", models.CharField(max_length=20, null=True)),
                ("requires_python", models.CharField(max_length=200, null=True)),
                ("classifiers", models.JSONField(default=list)),
                ("links", models.JSONField(default=list)),
                ("address", models.CharField(max_length=1000, null=True)),
                ("archived", models.BooleanField(null=True)),
                ("bot_commits", models.PositiveIntegerField(null=True)),
                ("contributor_count", models.PositiveIntegerField(null=True)),
                ("default_branch", models.CharField(max_length=255, null=True)),
                ("downloads", models.PositiveBigIntegerField(null=True)),
                ("has_changelog", models.BooleanField(null=True)),
                ("has_ci", models.BooleanField(null=True)),
                ("has_licence_file", models.BooleanField(null=True)),
                ("has_tests", models.BooleanField(null=True)),
                ("is_fork", models.BooleanField(null=True)),
                ("open_issues", models.PositiveBigIntegerField(null=True)),
                ("owners", models.JSONField(null=True)),
                ("project_status", models.CharField(max_length=20, null=True)),
                ("project_status_reason", models.TextField(null=True)),
                ("repository_licence", models.CharField(max_length=200, null=True)),
                ("topics", models.JSONField(default=list)),
            ],
            options={
                "verbose_name_plural": "package facts",
                "indexes": [
                    models.Index(fields=["stars", "package"], name="facts_by_stars"),
                    models.Index(fields=["released_at", "package"], name="facts_by_release"),
                    models.Index(fields=["last_updated", "package"], name="facts_by_update"),
                    models.Index(
                        condition=models.Q(("last_fetched", None)),
                        fields=["package"],
                        name="facts_never_taken",
                    ),
                    models.Index(
                        packdex.catalog.models.plain.Plain("address"), name="facts_by_address"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackageHistory",
            fields=[
                (
                    "package",
                    packdex.catalog.models.owner.OwnerKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="history",
                        serialize=False,
                        to="catalog.package",
                    ),
                ),
                ("head", models.CharField(max_length=64)),
                ("days", models.BinaryField()),
                ("contributors", models.JSONField(default=list)),
                ("tags", models.JSONField(default=list)),
                ("taken_at", models.DateTimeField()),
                ("refs_at", models.DateTimeField(null=True)),
                ("told_head", models.CharField(blank=True, default="", max_length=64)),
                ("told_at", models.DateTimeField(null=True)),
                ("bot_days", models.BinaryField(null=True)),
                ("told_tags", models.JSONField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PackagePage",
            fields=[
                ("version", models.PositiveBigIntegerField()),
                ("format", models.PositiveBigIntegerField()),
                ("made_at", models.PositiveBigIntegerField()),
                (
                    "owner",
                    packdex.catalog.models.owner.OwnerKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="page",
                        serialize=False,
                        to="catalog.package",
                    ),
                ),
                ("page", models.BinaryField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PackageVerdict",
            fields=[
                (
                    "package",
                    packdex.catalog.models.owner.OwnerKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdict",
                        serialize=False,
                        to="catalog.package",
                    ),
                ),
                ("formula_version", models.CharField(max_length=60)),
                ("judged_at", models.DateTimeField()),
                ("lifecycle", models.CharField(max_length=20)),
                ("why", models.TextField(blank=True, default="")),
                ("maintenance", models.PositiveSmallIntegerField(null=True)),
                ("resilience", models.PositiveSmallIntegerField(null=True)),
                ("currency", models.PositiveSmallIntegerField(null=True)),
                ("security", models.PositiveSmallIntegerField(null=True)),
                ("points", models.JSONField(default=dict)),
                ("inputs", models.JSONField(default=dict)),
                ("version", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["lifecycle", "package"], name="verdict_by_lifecycle")
                ],
            },
        ),
        migrations.CreateModel(
            name="PastAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=1000)),
                ("until", models.DateTimeField()),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="past_addresses",
                        to="catalog.package",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["address"], name="past_address"),
                    models.Index(
                        packdex.catalog.models.plain.Plain("address"), name="past_plain_address"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("package", "address"), name="address_once_a_package"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PastSlug",
            fields=[
                ("slug", models.CharField(max_length=50, primary_key=True, serialize=False)),
                ("until", models.DateTimeField()),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="past_slugs",
                        to="catalog.package",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.CharField(max_length=200)),
                ("uploaded_at", models.DateTimeField(null=True)),
                ("yanked", models.BooleanField(default=False)),
                ("yanked_reason", models.TextField(null=True)),
                ("requires_python", models.CharField(max_length=200, null=True)),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="releases",
                        to="catalog.package",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("package", "version"), name="release_once_a_package"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=20)),
                ("origin", models.CharField(blank=True, default="", max_length=1000)),
                ("etag", models.CharField(max_length=500, null=True)),
                ("attempted_at", models.DateTimeField(null=True)),
                ("succeeded_at", models.DateTimeField(null=True)),
                ("error", models.TextField(null=True)),
                ("error_at", models.DateTimeField(null=True)),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="catalog.package",
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("host", models.CharField(blank=True, default="", max_length=255)),
                ("lease_owner", models.CharField(blank=True, default="", max_length=64)),
                ("lease_until", models.DateTimeField(null=True)),
                ("span_s", models.PositiveIntegerField(null=True)),
                ("serial", models.BigIntegerField(null=True)),
                ("serial_seen", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["source", "due_at"], name="state_by_due"),
                    models.Index(fields=["source", "succeeded_at"], name="state_by_success"),
                    models.Index(
                        condition=models.Q(("lease_until__isnull", False)),
                        fields=["lease_until"],
                        name="state_in_hand",
                    ),
                    models.Index(
                        condition=models.Q(("error_at__isnull", False)),
                        fields=["host"],
                        name="state_in_trouble",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("package", "source"), name="state_once_a_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Usage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="usages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="usages",
                        to="catalog.package",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("by", "package"), name="usage_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="VerdictAnswers",
            fields=[
                ("version", models.PositiveBigIntegerField()),
                ("format", models.PositiveBigIntegerField()),
                ("made_at", models.PositiveBigIntegerField()),
                (
                    "owner",
                    packdex.catalog.models.owner.OwnerKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdict_answers",
                        serialize=False,
                        to="catalog.package",
                    ),
                ),
                ("page", models.BinaryField(null=True)),
                ("v5", models.BinaryField(null=True)),
                ("badge", models.BinaryField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Element",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(blank=True, default="")),
                (
                    "feature",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="elements",
                        to="catalog.feature",
                    ),
                ),
                (
                    "grid_package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="elements",
                        to="catalog.gridpackage",
                    ),
                ),
                ("kind", models.CharField(blank=True, default="", max_length=10)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("source_url", models.CharField(blank=True, default="", max_length=1000)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("feature", "grid_package"), name="element_once_a_cell"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("spam", "Spam or advertising"),
                            ("wrong", "Something here is wrong"),
                            ("duplicate", "The same thing is listed twice"),
                            ("abandoned", "It is abandoned or replaced"),
                            ("harmful", "It is harmful"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(max_length=1000)),
                ("created", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("accepted", "Accepted"),
                            ("dismissed", "Dismissed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("answer", models.CharField(blank=True, default="", max_length=1000)),
                ("handled_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="flags",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "example",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flags",
                        to="catalog.example",
                    ),
                ),
                (
                    "grid",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flags",
                        to="catalog.grid",
                    ),
                ),
                (
                    "handled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flags",
                        to="catalog.package",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flags",
                        to="catalog.revision",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "created"], name="flag_queue")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("example", None),
                                ("grid", None),
                                ("package__isnull", False),
                                ("revision", None),
                            ),
                            models.Q(
                                ("example", None),
                                ("grid__isnull", False),
                                ("package", None),
                                ("revision", None),
                            ),
                            models.Q(
                                ("example", None),
                                ("grid", None),
                                ("package", None),
                                ("revision__isnull", False),
                            ),
                            models.Q(
                                ("example__isnull", False),
                                ("grid", None),
                                ("package", None),
                                ("revision", None),
                            ),
                            _connector="OR",
                        ),
                        name="flag_is_about_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalElement",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(blank=True, default="")),
                ("kind", models.CharField(blank=True, default="", max_length=10)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("source_url", models.CharField(blank=True, default="", max_length=1000)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "feature",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalog.feature",
                    ),
                ),
                (
                    "grid_package",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalog.gridpackage",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical element",
                "verbose_name_plural": "historical elements",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="grid",
            name="packages",
            field=models.ManyToManyField(
                related_name="grids", through="catalog.GridPackage", to="catalog.package"
            ),
        ),
        migrations.RunPython(order_by_code_point, migrations.RunPython.noop),
    ]
