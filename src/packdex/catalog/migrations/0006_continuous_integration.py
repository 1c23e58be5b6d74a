from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0005_upgrade")]

    operations = [
        migrations.AddField(
            model_name="packagefacts",
            name="ci_mark",
            field=models.CharField(max_length=100, null=True),
        ),
        migrations.AddField(
            model_name="packagefacts",
            name="ci_read",
            field=models.CharField(max_length=100, null=True),
        ),
        migrations.AddField(
            model_name="packagefacts",
            name="ci_versions",
            field=models.JSONField(null=True),
        ),
    ]
