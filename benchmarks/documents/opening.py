"""Print, as JSON, how many requests to the network each page named makes when it is opened.

Run by the environment of the other tools, which has Playwright; no request has to succeed.
"""

import asyncio
import json
import sys
from pathlib import Path

from playwright.async_api import async_playwright

LOCAL = ("file:", "data:", "blob:", "about:")


async def count(paths: list[str]) -> dict[str, int]:
    """Open the pages one after the other; scripts have a second to ask for more."""
    found = {}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch()
        for path in paths:
            page, asked = await browser.new_page(), []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            await page.goto(Path(path).resolve().as_uri(), wait_until="load")
            await page.wait_for_timeout(1000)
            found[path] = sum(not url.startswith(LOCAL) for url in asked)
            await page.close()
        await browser.close()
    return found


if __name__ == "__main__":
    print(json.dumps(asyncio.run(count(sys.argv[1:]))))
