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

# make the pictures of docs/ again, and run every example of the README, the guides and the docstrings
docs:
    python docs/gallery.py
    pytest tests/docs
    pytest src
