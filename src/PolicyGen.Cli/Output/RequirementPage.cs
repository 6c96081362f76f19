using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Cli.Output;

/// <summary>One requirement as text: what it asks, how it is answered, what is left to attest.</summary>
internal static class RequirementPage
{
    public static void Write(Requirement requirement, Language language, TextWriter output)
    {
        var ja = language == Language.Japanese;
        void Line(string text) => output.WriteLine(TerminalText.Escape(text));
        void Field(string japanese, string english, string? text)
        {
            if (!string.IsNullOrEmpty(text))
                Line($"{(ja ? japanese : english)}: {text}");
        }

        void List(string japanese, string english, IEnumerable<string> items)
        {
            var all = items.ToList();
            if (all.Count == 0)
                return;
            Line((ja ? japanese : english) + ":");
            foreach (var item in all)
                Line("  - " + item);
        }

        Line($"{requirement.Id}  {requirement.Title.In(language)}");
        Line($"{requirement.Section.Chapter.In(language)} > {requirement.Section.Id} {requirement.Section.Title.In(language)}");
        Line("");
        Line(requirement.Summary.In(language));
        Line("");
        Field("レベル", "Level", CatalogueJson.Name(requirement.Level));
        Field("適合性", "Conformance", CatalogueJson.Name(requirement.Conformance));
        Field("責任主体", "Responsibility", string.Join(", ", requirement.Responsibility.Select(CatalogueJson.Name)));
        Field("確認方式", "Automation", CatalogueJson.Name(requirement.Automation));
        Field("自動化の範囲", "Coverage", CatalogueJson.Name(requirement.Coverage));
        Field("シグナル", "Signals", string.Join(", ", requirement.Signals));
        List("数値基準", "Figures", requirement.Figures.Select(f => $"{f.What}: {f.Value} {f.Unit}"));
        Field("利用者の対応", "Action", requirement.Action?.In(language));
        Field("人が示すこと", "To attest", requirement.Remainder?.In(language));
        List("直接の統制", "Direct controls", requirement.Controls.Direct);
        List("補助的な統制", "Supporting controls", requirement.Controls.Supporting);
        Field("根拠", "Why", requirement.Controls.Why);
        Field("証跡の公開区分", "Disclosure", CatalogueJson.Name(requirement.Evidence.Disclosure));
        Field("公開資料", "Documents", string.Join(", ", requirement.Evidence.Documents));
        Field("NDA 資料", "Documents under NDA", string.Join(", ", requirement.Evidence.NdaDocuments));
        Field("認証", "Certifications", string.Join(", ", requirement.Evidence.Certifications));
        Field("関連", "Related", string.Join(", ", requirement.Related));
    }
}
