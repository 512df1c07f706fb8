"""Pictures as pages of HTML that hold all they need, and their captions as text."""

from collections.abc import Sequence
from html import escape
from importlib.resources import files
from string import Template

from tightrope.analysis.pictures.look import FONTS, Theme, dressed
from tightrope.analysis.pictures.pictures import Picture
from tightrope.analysis.report.page import inside_script

__all__ = ["captions", "page"]

_PAGE = Template("""<!doctype html>
<html lang="$language"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
body { margin: 0; background: $ground; color: $text; font: 16px/1.5 $fonts; }
main { max-width: 1100px; margin: 0 auto; padding: 1rem clamp(0.7rem, 2.5vw, 2rem); }
h1 { font-size: 1.3rem; line-height: 1.3; margin: 0 0 0.3rem; }
p { margin: 0 0 0.6rem; color: $muted; font-size: 0.92rem; max-width: 80ch; }
</style></head>
<body><main><h1>$title</h1><p>$reading</p><div id="plot" role="img" aria-label="$title. $reading"></div>$notes</main>
<noscript>$noscript</noscript>
<script>$plotly</script>
<script>
const picture = $plot;
Plotly.newPlot("plot", picture.data, picture.layout, {responsive: true, displaylogo: false,
  modeBarButtons: [["toImage", "zoom2d", "resetScale2d"]]});
</script></body></html>
""")


def page(picture: Picture, theme: Theme) -> str:
    """Return a picture as a page that needs no network."""
    plot = dressed(picture.plot, theme)
    return _PAGE.substitute(
        language="zh-CN" if picture.language == "zh" else "en", title=escape(picture.title),
        reading=escape(picture.reading), notes="".join(f"<p>{escape(note)}</p>" for note in picture.notes),
        ground=theme.ground, text=theme.text, muted=theme.muted, fonts=FONTS,
        noscript="图表需要启用JavaScript。" if picture.language == "zh" else "The chart needs JavaScript.",
        plotly=(files("plotly") / "package_data" / "plotly.min.js").read_text(encoding="utf-8"),
        plot=inside_script(plot),
    )  # fmt: skip


def captions(pictures: Sequence[Picture]) -> str:
    """Return title, reading and notes of pictures as Markdown, to be pasted beneath them."""
    return "\n".join(
        f"## {picture.name}\n\n**{picture.title}.** {picture.reading}\n"
        + "".join(f"\n- {note}" for note in picture.notes)
        + "\n"
        for picture in pictures
    )
