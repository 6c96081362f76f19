using PolicyGen.Catalogue;
using PolicyGen.Evaluation;
using PolicyGen.Results;

namespace PolicyGen.Reports;

/// <summary>
/// Words of reports in both languages. A table in code, since writers name each word: a misspelt one does not compile.
/// States are named as the Azure portal names them.
/// </summary>
internal static class ReportWords
{
    public static LocalizedText Get(ReportWord word) => word switch
    {
        ReportWord.Title => new("Azure Policy check", "Azure Policy チェック結果"),
        ReportWord.AuditTitle => new("Azure Policy audit", "Azure Policy 監査結果"),
        ReportWord.Summary => new("Summary", "概要"),
        ReportWord.Findings => new("Findings", "検出事項"),
        ReportWord.Requirements => new("Requirements", "要求事項"),
        ReportWord.Controls => new("Controls", "統制"),
        ReportWord.Resources => new("Resources", "リソース"),
        ReportWord.Requirement => new("Requirement", "要求事項"),
        ReportWord.Control => new("Control", "統制"),
        ReportWord.State => new("State", "状態"),
        ReportWord.Severity => new("Severity", "重大度"),
        ReportWord.Resource => new("Resource", "リソース"),
        ReportWord.Why => new("Why", "理由"),
        ReportWord.Fix => new("Fix", "対処"),
        ReportWord.Source => new("Source", "定義箇所"),
        ReportWord.Evaluated => new("evaluated", "評価済み"),
        ReportWord.Violating => new("violating", "違反あり"),
        ReportWord.Warnings => new("Warnings", "注意"),
        ReportWord.Incomplete => new("Not everything could be read: states that depend on what is missing are unknown.", "読み取れなかったものがあるため、それに依存する状態は不明としている。"),
        ReportWord.NoFindings => new("No findings.", "検出事項なし。"),
        ReportWord.Cut => new("{0} more were left out here; the JSON report has them all.", "ほか {0} 件はここでは省略した。JSON レポートにはすべて含まれる。"),
        ReportWord.InBaseline => new("in baseline", "ベースラインに既出"),
        ReportWord.Exemption => new("Exemption", "適用除外"),
        ReportWord.AlsoServes => new("Also", "関連する要求事項"),
        ReportWord.OtherRequirements => new("No requirement", "要求事項なし"),
        ReportWord.Found => new("found", "現在値"),
        ReportWord.ComparedBy => new("compared by", "判定"),
        ReportWord.Missing => new("missing", "値なし"),
        ReportWord.NotKnown => new("not known before deployment:", "デプロイ後に確定:"),
        ReportWord.RelatedLooked => new("looked at", "確認した関連リソース"),
        ReportWord.NoReason => new("see the policy definition", "ポリシー定義を参照"),
        ReportWord.Changes => new("Would be changed on deployment", "デプロイ時に変更されるもの"),
        ReportWord.Subscription => new("Subscription", "サブスクリプション"),
        ReportWord.Subscriptions => new("Subscriptions", "サブスクリプション"),
        ReportWord.OtherSubscriptions => new("No subscription", "サブスクリプションなし"),
        ReportWord.Results => new("Results", "評価結果"),
        ReportWord.OldestResult => new("Oldest result", "最も古い結果"),
        ReportWord.EvaluatedAt => new("evaluated", "評価日時"),
        ReportWord.Attestation => new("Attestation", "構成証明"),
        ReportWord.AttestationMissing => new("missing", "未登録"),
        ReportWord.AttestedIn => new("in {0} subscriptions", "{0} サブスクリプションで登録"),
        ReportWord.NoViolationAttestationMissing => new("No violation found, attestation missing", "違反なし、構成証明は未登録"),
        ReportWord.Evidence => new("Evidence", "根拠"),
        ReportWord.NotJudgedIn => new("not judged in {0} subscriptions", "{0} サブスクリプションで未評価"),
        ReportWord.Covered => new("Assigned", "割り当て"),
        ReportWord.Complete => new("complete", "完了"),
        ReportWord.NotComplete => new("incomplete", "不完全"),
        ReportWord.Observations => new("What \"compliant\" rests on", "「準拠」の前提となる注意点"),
        ReportWord.NotRead => new("Could not be read", "読み取れなかったもの"),
        ReportWord.More => new("{0} more", "ほか {0} 件"),
        ReportWord.FixedFindings => new("Fixed", "解消済み"),
        ReportWord.Compared => new("Compared with {0}", "{0} との比較"),
        ReportWord.NewFindings => new("new", "新規"),
        ReportWord.KnownFindings => new("known", "既出"),
        ReportWord.Figures => new("Run", "実行"),
        ReportWord.Requests => new("requests", "リクエスト"),
        ReportWord.Retries => new("retries", "再試行"),
        ReportWord.Rows => new("rows", "行"),
        ReportWord.Received => new("received", "受信"),
        ReportWord.Waited => new("waited", "待機"),
        ReportWord.Memory => new("memory", "メモリ"),
        ReportWord.AzureStates => new("States in Azure", "Azure の状態"),
        ReportWord.NotJudgedEverywhere => new("not judged everywhere", "未評価の範囲あり"),
        ReportWord.AttestationsUnreadable => new("attestations could not be read", "構成証明を読み取れない"),
        ReportWord.AttestedNonCompliant => new("attested so", "そのように構成証明されている"),
        _ => throw new ArgumentOutOfRangeException(nameof(word)),
    };

    public static LocalizedText Get(ComplianceState state) => state switch
    {
        ComplianceState.NotApplicable => new("Not applicable", "該当なし"),
        ComplianceState.Exempt => new("Exempt", "適用除外"),
        ComplianceState.Compliant => new("Compliant", "準拠"),
        ComplianceState.Unknown => new("Unknown", "不明"),
        ComplianceState.NonCompliant => new("Non-compliant", "非準拠"),
        _ => new("Error", "エラー"),
    };

    public static LocalizedText Get(RequirementState state) => state switch
    {
        RequirementState.NotApplicable => new("Not applicable", "該当なし"),
        RequirementState.Exempt => new("Exempt", "適用除外"),
        RequirementState.Compliant => new("Compliant", "準拠"),
        RequirementState.Partial => new("Partial: no violation found, remainder not attested", "一部確認: 違反なし、残りは証跡未登録"),
        RequirementState.Manual => new("To be attested", "証跡の登録待ち"),
        RequirementState.Platform => new("To be attested by Microsoft's evidence", "Microsoft の証跡の登録待ち"),
        RequirementState.Unknown => new("Unknown", "不明"),
        _ => new("Non-compliant", "非準拠"),
    };

    public static LocalizedText Get(Severity severity) => severity switch
    {
        Severity.Low => new("Low", "低"),
        Severity.Medium => new("Medium", "中"),
        _ => new("High", "高"),
    };
}
