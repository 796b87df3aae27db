//! What can be found by rule about whether everybody can use the page: axe-core's findings, and what does not fit where the
//! window is narrow or the text large. What it takes a person to find is in docs/manual-checks.md.

use serde_json::{Value as Json, json};

use crate::outcome::{Failure, Outcome};
use crate::page::Page;

/// The narrowest viewport in which all must be there without scrolling to the side, in CSS pixels: WCAG 2.2, 1.4.10. That is
/// what 400 % zoom makes of a window of 1280.
pub(crate) const REFLOW: (u32, u32) = (320, 640);

/// The rules of axe-core that are run: those of WCAG 2.2 at the levels A and AA, and what its authors hold for good practice.
const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

impl Page {
    /// What axe-core finds wrong in the page as it is now: a line for each element, with the rule, how bad it is, the element
    /// and what to do.
    ///
    /// The script is put in by WebDriver, which the page's own policy does not bind; it stays until the page is left.
    pub(crate) async fn axe_violations(&self) -> Outcome<Vec<String>> {
        if self.js("return typeof axe").await? == "undefined" {
            let script = xtask::setup::axe_core()?;
            let script = std::fs::read_to_string(&script)
                .map_err(|error| Failure::new(format!("{}: {error}; run cargo xtask setup", script.display())))?;
            self.js(&script).await?;
        }
        let run = "
            const [tags, done] = arguments;
            const options = {
                runOnly: { type: 'tag', values: tags },
                // Off unless asked for by name.
                rules: { 'target-size': { enabled: true } },
                resultTypes: ['violations'],
                preload: false,
            };
            const line = (rule, node) => `${rule.id} (${node.impact}): ${node.target.join(' ')}: ${node.failureSummary}`;
            axe.run(document, options).then(
                (found) => done({ checked: found.passes.length, lines: found.violations.flatMap(
                    (rule) => rule.nodes.map((node) => line(rule, node).replaceAll(/\\s+/g, ' '))) }),
                (error) => done({ error: String(error) }));";
        let found = self.client().execute_async(run, vec![json!(TAGS)]).await?;
        if found["checked"].as_u64().unwrap_or_default() == 0 {
            return Err(Failure::new(format!("axe-core checked nothing: {}", found["error"])));
        }
        lines(&found["lines"])
    }

    /// What does not fit into the width of the viewport now: the page itself when it scrolls to the side, and controls that
    /// stick out of it or are cut off. What lies in a box that scrolls to the side by itself does not count.
    pub(crate) async fn overflows(&self) -> Outcome<Vec<String>> {
        lines(&self.js(include_str!("overflows.js")).await?)
    }

    /// The same with text of twice its size: WCAG 2.2, 1.4.4. Afterwards it has the size that it had.
    pub(crate) async fn overflows_with_large_text(&self) -> Outcome<Vec<String>> {
        let size = self.js("return document.documentElement.style.fontSize").await?;
        let enlarge = "
            const root = document.documentElement;
            root.style.fontSize = `${2 * parseFloat(getComputedStyle(root).fontSize)}px`;";
        self.js(enlarge).await?;
        self.frames().await?;
        let overflows = self.overflows().await?;
        self.js_with("document.documentElement.style.fontSize = arguments[0]", vec![size]).await?;
        self.frames().await?;
        Ok(overflows)
    }
}

fn lines(json: &Json) -> Outcome<Vec<String>> {
    Ok(serde_json::from_value(json.clone())?)
}
