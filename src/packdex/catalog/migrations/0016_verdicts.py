import django.db.models.deletion
from django.db import migrations, models

import packdex.catalog.models.owner


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0015_told_tips"),
    ]

    operations = [
        migrations.AddField(
            model_name="packagehistory",
            name="bot_days",
            field=models.BinaryField(null=True),
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["lifecycle", "package"], name="verdict_by_lifecycle")
                ],
            },
        ),
    ]
