set windows-shell := ["cmd.exe", "/c"]

# list what a contributor does
_list:
    @just --list --unsorted

# run the fast tests; `just test --everything` runs all of them
test *options:
    pytest {{ options }}

# check style, spelling, types, imports, docstrings, JavaScript and the forms of GitHub
check:
    pre-commit run --all-files

# build the site, and run every example of the README, the pages and the docstrings
docs:
    mkdocs build
    pytest tests/docs -m ""
    pytest src
