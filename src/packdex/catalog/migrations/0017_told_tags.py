from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0016_verdicts")]

    operations = [
        migrations.AddField("packagehistory", "told_tags", models.JSONField(null=True)),
    ]
