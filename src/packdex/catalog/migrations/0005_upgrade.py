import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def ask_anew(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Have registries tell all once more: what they told before lacks what is kept from now on."""
    states = apps.get_model("catalog", "SourceState")._default_manager
    states.filter(source="registry").update(etag=None, serial=None)


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_maintainers"),
    ]

    operations = [
        migrations.AddField(
            model_name="packagefacts",
            name="requirements",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="release",
            name="declared",
            field=models.JSONField(null=True),
        ),
        migrations.CreateModel(
            name="Readiness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("target", models.PositiveSmallIntegerField()),
                ("answer", models.PositiveSmallIntegerField()),
                ("since_day", models.PositiveIntegerField(default=0)),
                (
                    "package",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readiness",
                        to="catalog.package",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["target", "answer", "-since_day", "package"],
                        name="readiness_by_answer",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("package", "target"), name="readiness_once_a_target"
                    )
                ],
            },
        ),
        migrations.RunPython(ask_anew, migrations.RunPython.noop),
    ]
