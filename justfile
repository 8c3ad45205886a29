# What is done here, by name. `just` itself comes with the development packages: `.venv/bin/just`.
extras := "--extra embedded --extra postgres --extra server --extra langchain --extra mcp --extra xlsx --extra bench"
export PATH := justfile_directory() / ".venv/bin:" + env_var("PATH")

# List the recipes.
default:
    @just --list --unsorted

# Lint, format and types.
check:
    ruff check --no-cache .
    ruff format --check .
    mypy
    mypy -p benchmarks

# The tests, as CI runs them: `just test`, `just test tests/store/match/test_release.py -n0`.
test *args:
    pytest {{args}}

# How much of the code the tests run: 95 % at least. CI has half an hour and leaves it out.
coverage:
    pytest --cov --cov-report=term:skip-covered

# One benchmark: `just bench tofu --limit 20 --out runs/first`, then `alu bench report runs/first`.
bench suite *args:
    alu bench run {{suite}} {{args}}

# uv.lock after a change of pyproject.toml, and the same versions for pip in requirements.lock; Ray is in the former alone.
lock *args:
    uv lock {{args}}
    uv export --quiet --frozen --all-extras --no-extra ray --no-hashes --no-emit-project \
      | UV_CUSTOM_COMPILE_COMMAND="just lock" uv pip compile --quiet pyproject.toml {{extras}} --group dev --universal \
        --generate-hashes --no-strip-extras --constraint - --output-file requirements.lock > /dev/null

# The documentation, into site/.
docs:
    mkdocs build --strict

# One question with something to be forgotten; the first time a small model is fetched.
demo question="Who is Hermione Granger, and what is the capital of France?" forget="Hermione Granger":
    alu ask "{{question}}" --forget "{{forget}}"

# The limits that the code keeps; `just house --install` also installs the core anew and measures it.
house *args:
    python benchmarks/house.py {{args}}
