"""Small valid sources for each importer."""

import json
import os

# the files of each source, by path
ONET = {
    "Occupation Data.txt": "O*NET-SOC Code\tTitle\tDescription\n15-2051.00\tData Scientists\tFind.\n15-1252.00\tDevelopers\tBuild.\n",
    "Alternate Titles.txt": "O*NET-SOC Code\tAlternate Title\tShort Title\n15-2051.00\tAnalyst\tn/a\n",
    "Job Zones.txt": "O*NET-SOC Code\tJob Zone\n15-2051.00\t5\n15-1252.00\t4\n",
    "Related Occupations.txt": "O*NET-SOC Code\tRelated O*NET-SOC Code\tRelatedness Tier\n15-1252.00\t15-2051.00\tPrimary\n",
    "Technology Skills.txt": "O*NET-SOC Code\tExample\tCommodity Title\n15-2051.00\tPython\tLanguage\n",
    "Skills.txt": "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\n15-2051.00\t2.A.1\tReading\tIM\t4\n15-2051.00\t2.A.1\tReading\tLV\t2\n",
}
ESCO = {
    "en/occupations_en.csv": "conceptUri,code,preferredLabel,altLabels,description\nhttp://e/o/1,1.1,Data scientist,,Finds.\nhttp://e/o/2,1.2,Developer,,Builds.\n",
    "en/skills_en.csv": "conceptUri,preferredLabel,altLabels,description\nhttp://e/s/A,Python,,A language.\nhttp://e/s/B,SQL,,A language.\n",
    "relations/occupationSkillRelations.csv": "occupationUri,relationType,skillType,skillUri\nhttp://e/o/1,essential,x,http://e/s/A\nhttp://e/o/2,essential,x,http://e/s/A\n",
    "relations/skillSkillRelations.csv": "originalSkillUri,relationType,relatedSkillUri\nhttp://e/s/A,essential,http://e/s/B\n",
}
UK = {
    "roles.csv": "Role,Role Level,Role Level Description,Skill Name,Skill Level\nData scientist,Lead data scientist,Leads.,Maths,Expert\n"
}
METACADEMY = {
    "graph_data.json": json.dumps(
        [
            {"model": "graph.concept", "pk": "1", "fields": {"tag": "a", "title": "A", "summary": "", "learn_time": 1}},
            {"model": "graph.concept", "pk": "2", "fields": {"tag": "b", "title": "B", "summary": "", "learn_time": 2}},
            {"model": "graph.dependency", "pk": "3", "fields": {"source": "1", "target": "2", "reason": "so"}},
        ]
    )
}
SOURCES = {"onet": ONET, "esco": ESCO, "uk-ddat": UK, "metacademy": METACADEMY}


def source_of(tmp_path, tables):
    for name, text in tables.items():
        path = tmp_path / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text == "/":
            path.mkdir()
        elif text == "|":
            os.mkfifo(path)
        elif text is not None:
            path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
