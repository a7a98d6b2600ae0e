from django.db import migrations, models

from registry.places.folding import fold


def fold_names(apps, schema_editor):
    people = apps.get_model("registry", "User")
    for person in people.objects.filter(folded="").iterator():
        people.objects.filter(pk=person.pk).update(folded=fold(person.full_name))


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="roleassignment", name="role_assignment_period_not_empty"),
        migrations.AddField(
            model_name="user",
            name="folded",
            field=models.CharField(default="", editable=False, max_length=120),
        ),
        migrations.RunPython(fold_names, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="role_assignment_period_in_order",
            ),
        ),
    ]
