using PolicyGen.Diagnostics;

namespace PolicyGen.Linting;

/// <summary>What a lint rule is about.</summary>
public enum LintCategory
{
    /// <summary>The shape of a document, its names and texts.</summary>
    Document,

    /// <summary>Conditions and aliases.</summary>
    Condition,

    /// <summary>Template expressions and parameters.</summary>
    Expression,

    /// <summary>Effects, their details and the roles they need.</summary>
    Effect,

    /// <summary>Limits of Azure.</summary>
    Limit,

    /// <summary>References from initiatives and assignments to definitions.</summary>
    Reference,

    /// <summary>Requirements, controls and the words they share.</summary>
    Catalogue,
}

/// <summary>
/// A lint rule: its identity. The judgement is in <see cref="LintRule{TSubject}"/>, from which every rule derives.
/// docs/adding-a-lint-rule.md tells how to add one.
/// </summary>
public abstract class LintRule
{
    /// <summary>Names the rule.</summary>
    private protected LintRule(string id, string title, DiagnosticSeverity severity, LintCategory category)
    {
        Id = id;
        Title = title;
        Severity = severity;
        Category = category;
    }

    /// <summary>Stable kebab-case identifier; its page is docs/rules/&lt;id&gt;.md.</summary>
    public string Id { get; }

    /// <summary>What the rule asks for, in one line.</summary>
    public string Title { get; }

    /// <summary>
    /// Severity of its findings: an error where Azure refuses the document or it cannot work, otherwise less.
    /// </summary>
    public DiagnosticSeverity Severity { get; }

    /// <summary>What it is about.</summary>
    public LintCategory Category { get; }
}

/// <summary>A lint rule about one kind of subject.</summary>
/// <typeparam name="TSubject">
/// What it looks at: a kind of <see cref="Policies.PolicyDocument"/>, <see cref="PolicyGen.Policies.PolicyLibrary"/> for what only shows
/// across documents, or <see cref="Catalogue.Library"/> for requirements and controls. <see cref="Linter"/> runs a rule on subjects of exactly that type and, for documents, on all kinds.
/// </typeparam>
public abstract class LintRule<TSubject>(string id, string title, DiagnosticSeverity severity, LintCategory category)
    : LintRule(id, title, severity, category)
{
    /// <summary>Judges one subject. Nothing in the subject makes it throw.</summary>
    public abstract IEnumerable<LintFinding> Check(TSubject subject, LintContext context);
}

/// <summary>What a rule found.</summary>
/// <param name="Message">One sentence for a person, without location.</param>
/// <param name="Location">Where.</param>
public sealed record LintFinding(string Message, SourceLocation Location);
