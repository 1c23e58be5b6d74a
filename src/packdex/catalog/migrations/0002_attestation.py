from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_tables")]

    operations = [
        migrations.AddField(
            model_name="packagefacts",
            name="attested",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="packagefacts",
            name="attested_version",
            field=models.CharField(max_length=200, null=True),
        ),
    ]
