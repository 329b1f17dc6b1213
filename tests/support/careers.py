"""Small valid graph files."""

SOUND = """\
title = "Two careers"

[source.book]
title = "A book"
publisher = "A publisher"
url = "https://example.org/book"
points = { p1 = "Engineers build." }

[stage.start]
title = "Start"
leads_to = { engineer = 6 }

[role.engineer]
title = "Engineer"
stage = "start"
about = "Builds things."
aliases = ["Builder"]
needs = ["maths", ["python", "r"]]
leads_to = { lead = 36.5 }
cites = ["book:p1"]

[role.lead]
title = "Lead"

[skill.maths]
title = "Maths"
hours = 40

[skill.python]
title = "Python"
hours = 60.5
needs = ["maths"]

[skill.r]
title = "R"
hours = -0.0
"""

# jobs that ask for experience, and give experience and skills
GIVING = """
[experience.data]
title = "data work"
[track.science]
title = "Data science"
[role.analyst]
title = "Analyst"
track = "science"
counts_as = ["data"]
teaches = { talking = 6 }
leads_to = { lead = [6, 12, 24] }
[role.lead]
title = "Lead"
experience = { data = 48 }
usual_experience = { data = 60.5 }
usual_skills = ["talking"]
[skill]
talking = { title = "Talking", subject = "People", hours = 40 }
"""

# careers in data work with courses, alternatives and experience, small enough to be planned at once
DATA = """
[experience.data]
title = "data work"
[experience.leading]
title = "leading"
[resource.tables]
title = "Tables"
publisher = "A school"
url = "https://example.org/tables"
hours = 20
[resource.chance]
title = "Chance"
publisher = "A school"
url = "https://example.org/chance"
hours = 60
[resource.programs]
title = "Programs"
publisher = "A school"
url = "https://example.org/programs"
hours = 80

[stage.beginner]
title = "Beginner"
leads_to = { data-analyst = 3, data-engineer = 9 }
[role.data-analyst]
title = "Data analyst"
needs = ["sql", "talking"]
counts_as = ["data"]
leads_to = { data-engineer = 6, data-scientist = 12, machine-learning-engineer = 24 }
[role.data-engineer]
title = "Data engineer"
needs = ["sql", "python", ["cloud", "containers"]]
counts_as = ["data"]
leads_to = { data-scientist = 9, machine-learning-engineer = 9 }
[role.data-scientist]
title = "Data scientist"
needs = ["sql", "statistics", ["python", "r"]]
experience = { data = 12 }
counts_as = ["data"]
leads_to = { machine-learning-engineer = 6, team-lead = 12 }
[role.machine-learning-engineer]
title = "ML engineer"
needs = ["models", "python", "containers"]
experience = { data = 18 }
counts_as = ["data"]
leads_to = { data-scientist = 6, team-lead = 12 }
[role.team-lead]
title = "Team lead"
needs = ["talking", "hiring"]
experience = { data = 36 }
counts_as = ["data", "leading"]
leads_to = { chief-data-scientist = 24 }
[role.chief-data-scientist]
title = "Chief data scientist"
aliases = ["cds"]
needs = ["strategy"]
experience = { data = 72, leading = 36 }

[skill]
sql = { title = "SQL", hours = 25, learn_with = ["tables"] }
talking = { title = "Talking", hours = 20 }
python = { title = "Python", hours = 80, learn_with = ["programs"] }
r = { title = "R", hours = 60 }
cloud = { title = "Cloud", hours = 50 }
containers = { title = "Containers", hours = 30, needs = ["python"] }
statistics = { title = "Statistics", hours = 90, learn_with = ["chance"] }
models = { title = "Models", hours = 100, needs = ["statistics", ["python", "r"]] }
hiring = { title = "Hiring", hours = 15 }
strategy = { title = "Strategy", hours = 40, needs = ["talking"] }
"""
