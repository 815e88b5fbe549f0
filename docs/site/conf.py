"""The site of the documentation (docs/adr/0022-a-site-by-sphinx.md); .ci/site builds it."""

project = "Skimmer"
html_title = "Skimmer"

extensions = ["myst_parser", "sphinx_copybutton", "sphinx_external_toc"]

# Pages stand where a Git host shows them, so that a link leads to the same page in both.
include_patterns = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/*.md", "docs/adr/*.md",
                    "docs/examples/README.md"]
external_toc_path = "docs/site/toc.yml"
myst_heading_anchors = 4

html_theme = "furo"
html_static_path = ["../../target/site/assets", "assets"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_show_sphinx = False
html_copy_source = False
pygments_style = "friendly"
pygments_dark_style = "monokai"

# Pygments does not know Mermaid, whose blocks the browser draws.
suppress_warnings = ["misc.highlighting_failure"]


def add_diagrams(app, page, template, context, doctree):
    """Lets a page with diagrams load what draws them: from beside it, since no network is asked."""
    if "highlight-mermaid" in context.get("body", ""):
        app.add_js_file("mermaid.min.js")
        app.add_js_file("diagrams.js")


def setup(app):
    app.connect("html-page-context", add_diagrams)
