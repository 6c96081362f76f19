using System.Text;
using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Reports;
using PolicyGen.Results;
using static PolicyGen.Tests.Support.ResultSamples;

namespace PolicyGen.Tests.Reports;

/// <summary>Rows that a spreadsheet reads as they are meant, and never runs.</summary>
public class CsvReportSpecs
{
    [Test]
    public void A_finding_is_a_row() => Assert.That(Write(Result(Finding(Policy("c", "MHLW-6.1-01", "MIC-1"), Resource("a"), Violation))), Is.EqualTo(
        "requirements,control,title,state,severity,effect,definition,resourceId,resourceType,resourceName,location,why,fix,file,line,exemption,baseline,evaluatedAt,azureState\r\n"
        + "MHLW-6.1-01 MIC-1,c,Display name of c,nonCompliant,high,Audit,policygen-c,/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a,Microsoft.Storage/storageAccounts,a,japaneast,"
        + "\"properties.minimumTlsVersion: found \"\"TLS1_0\"\", compared by notIn [\"\"TLS1_2\"\",\"\"TLS1_3\"\"]\",,main.bicep,12,,,,\r\n"));

    [Test]
    public void Hostile_cells_come_back_as_they_went_in_and_are_no_formulas()
    {
        var rows = Parse(Write(HostileFindings.Result));
        Assert.That(rows, Has.Count.EqualTo(HostileFindings.Texts.Length + 1));
        Assert.That(rows.Select(r => r.Length), Is.All.EqualTo(rows[0].Length));
        var name = Array.IndexOf(rows[0], "resourceName");
        Assert.Multiple(() =>
        {
            foreach (var (row, text) in rows.Skip(1).Zip(HostileFindings.Texts))
            {
                var expected = text.Length > 0 && "=+-@\t\r\n＝＋－＠".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
                Assert.That(row[name], Is.EqualTo(expected));
            }

            Assert.That(rows.SelectMany(r => r).Where(c => c.Length > 0 && "=+-@\t\r＝＋－＠".Contains(c[0], StringComparison.Ordinal)), Is.Empty);
        });
    }

    private static string Write(RunResult result)
    {
        var output = new StringWriter();
        new CsvReport().Write(result, new ReportTexts(Language.English), output);
        return output.ToString();
    }

    // RFC 4180, read strictly.
    private static List<string[]> Parse(string text)
    {
        var rows = new List<string[]>();
        var row = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            var cell = new StringBuilder();
            if (text[i] == '"')
            {
                for (i++; text[i] != '"' || (i + 1 < text.Length && text[i + 1] == '"'); i++)
                {
                    if (text[i] == '"')
                        i++;
                    cell.Append(text[i]);
                }

                i++;
            }
            else
            {
                for (; text[i] is not (',' or '\r' or '\n' or '"'); i++)
                    cell.Append(text[i]);
            }

            row.Add(cell.ToString());
            if (text[i] == ',')
            {
                i++;
                continue;
            }

            Assert.That(text.AsSpan(i, 2).ToString(), Is.EqualTo("\r\n"));
            i += 2;
            rows.Add([.. row]);
            row.Clear();
        }

        return rows;
    }
}
