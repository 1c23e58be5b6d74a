from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0014_looking_up")]

    operations = [
        migrations.AddField("packagehistory", "refs_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "packagehistory",
            "told_head",
            models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField("packagehistory", "told_at", models.DateTimeField(null=True)),
    ]
