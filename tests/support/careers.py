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

# posts that ask for experience, and give experience and skills
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
[skill]
talking = { title = "Talking", hours = 40 }
"""
