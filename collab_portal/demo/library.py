"""The case studies of the demo world: made up, and marked as examples."""

from datetime import datetime, timedelta

from collab_portal.accounts.models import Organisation
from collab_portal.demo import files
from collab_portal.reference.models import Category, WellbeingGoal
from socialvalue.practice import actions


def add_case_studies(organisations: dict[str, Organisation], *, now: datetime) -> None:
    goals = {each.code: each for each in WellbeingGoal.objects.all()}
    for entry in files.read("case_studies"):
        told = {
            f"{part}_{language}": entry[f"{part}_{language}"].strip()
            for part in ("title", "summary", "challenge", "solution", "result", "lessons")
            for language in ("en", "cy")
            if f"{part}_{language}" in entry
        }
        actions.publish_case_study(
            at=now - timedelta(days=entry["published"]),
            slug=entry["slug"],
            original_language=entry["original_language"],
            steps=entry["steps"],
            goals=[goals[code] for code in entry["goals"]],
            category=Category.objects.get(slug=entry["category"]),
            area_codes=entry["areas"],
            lead=organisations[entry["lead"]],
            partners=[organisations[key] for key in entry.get("partners", [])],
            is_example=True,
            **told,
        )
