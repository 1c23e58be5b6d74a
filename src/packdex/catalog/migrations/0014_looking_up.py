from django.db import migrations, models

from packdex.catalog.models.plain import Plain


class Migration(migrations.Migration):
    dependencies = [("catalog", "0013_past_slugs")]

    operations = [
        migrations.AddIndex("package", models.Index(Plain("slug"), name="package_by_plain_slug")),
        migrations.AddIndex(
            "package", models.Index(Plain("repo_url"), name="package_by_repository")
        ),
        migrations.AddIndex("package", models.Index(Plain("pypi_url"), name="package_by_project")),
        migrations.AddIndex(
            "packagefacts", models.Index(Plain("address"), name="facts_by_address")
        ),
        migrations.AddIndex(
            "pastaddress", models.Index(Plain("address"), name="past_plain_address")
        ),
    ]
