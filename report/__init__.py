"""Reports: `analyse(workspace, as_of)` checks every plan, `write_report` puts the files down."""

from report.analysis import analyse, analyse_document
from report.export import export_analysis
from report.files import write_report, write_text

__all__ = ["analyse", "analyse_document", "export_analysis", "write_report", "write_text"]
