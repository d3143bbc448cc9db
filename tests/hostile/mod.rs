//! The sample, with text that would be read as something else wherever it is not escaped.

use crate::sample;
use ssm_check::{FilePosition, Report, Reported, Waived};
use ssm_check_checks::{AttrRef, Evidence};
use ssm_check_message::Span;

/// Ends lines, commands, elements, strings; sends control sequences; is no character of XML.
pub(crate) const HOSTILE: &str = "x\r\n::error file=a,line=1::gotcha\n##[error]y%0A%25,:;\"'`|*_]]>--><script>alert(1)</script>&amp;\
    \0\u{1b}[31m\u{9b}\u{fffe}\u{ffff}\u{202e}[here](https://evil.example){0}${{ secrets.X }}\\";

/// The file that findings are in.
pub(crate) const FILE: &str = "a b,line=9::c\n%0A/ü#?[d]:e.tf";

/// Gives the sample with hostile text in everything that comes from a plan, a configuration or a path to `render`.
pub(crate) fn with_hostile_report<T>(render: impl FnOnce(&Report<'_>) -> T) -> T {
    sample::with_report(|report| {
        let mut analysis = report.analysis.clone();
        for target in &mut analysis.targets {
            target.address.push_str(HOSTILE);
        }
        for finding in &mut analysis.findings {
            finding.address.push_str(HOSTILE);
            finding.attribute = Some(HOSTILE.to_owned());
            for message in [&mut finding.message, &mut finding.help] {
                *message = std::mem::take(message).then(Span::Plain(HOSTILE.to_owned())).then(Span::value(HOSTILE));
            }
            finding.evidence.push(Evidence::Fact { at: AttrRef::new(HOSTILE, HOSTILE), shows: Span::value(HOSTILE).into() });
        }
        let place = || Some(FilePosition { file: FILE.to_owned(), in_repository: FILE.to_owned(), line: 3, column: 5 });
        let findings: Vec<_> = analysis
            .findings
            .iter()
            .zip(report.findings)
            .map(|(finding, reported)| Reported {
                finding,
                fingerprint: reported.fingerprint.clone(),
                place: place(),
                blocks: place().into_iter().collect(),
                evidence_places: finding.evidence.iter().map(|_| place()).collect(),
                suggestions: reported.suggestions.clone(),
                waived: reported.waived.clone().map(|waived| Waived { reason: HOSTILE.to_owned(), ..waived }),
            })
            .collect();
        render(&Report { analysis: &analysis, findings: &findings, ..*report })
    })
}
