"""What the PDF of a corrigé costs: time of its stages, for results that are already stored.

::

    REPORTGEN_DATA=… python benchmarks/pages.py tp_cifar complet

Nothing is trained. Times are those of the processor, so that a busy machine changes them little;
the last line counts calls of functions, which do not depend on the machine at all.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
from dataclasses import replace
from time import perf_counter, process_time

from reportgen import pipeline
from reportgen.document.pdf import render_pdf
from reportgen.project import find_lab, locate
from reportgen.reporting import SilentReporter


def main(slug: str, profile: str, repetitions: int = 3) -> None:
    """Print what laying out the corrigé of a lab costs."""
    project, reporter = locate(), SilentReporter()
    material = pipeline.load(project, find_lab(project, slug), profile, reporter)
    material = pipeline.narrow(material, ("corrige",))
    plan = pipeline.plan_material(material)
    if plan.missing:
        raise SystemExit(f"reportgen build {slug} --profile {profile}")
    material = replace(material, runs=pipeline.read_results(plan, material))
    request = pipeline.BuildRequest(slug, documents=("corrige",), profile=profile)
    [document] = pipeline.compose(material, request, reporter)
    templates = project.template_roots
    size = 0
    for _ in range(repetitions):
        wall, cpu = perf_counter(), process_time()
        size = len(render_pdf(document, templates))
        print(f"{process_time() - cpu:.2f} s de processeur, {perf_counter() - wall:.2f} s en tout")
    profiler = cProfile.Profile()
    profiler.runcall(render_pdf, document, templates)
    calls = pstats.Stats(profiler).total_calls  # type: ignore[attr-defined]
    print(f"{calls / 1e6:.1f} millions d’appels, {size / 1000:.0f} ko")


if __name__ == "__main__":
    main(*sys.argv[1:3])
