using System.Collections.Immutable;

namespace PolicyGen.Bicep;

/// <summary>A resource or module declaration in a Bicep file.</summary>
/// <param name="Node">What the compiler says about it.</param>
/// <param name="Symbol">Its name with those of the declarations around it, as in templates: <c>server::database</c>.</param>
/// <param name="Head">How it begins.</param>
/// <param name="Body">Its text.</param>
/// <param name="Children">The resources nested in it, in order.</param>
internal sealed record BicepDeclaration(BicepGraphNode Node, string Symbol, BicepHead Head, string Body, ImmutableArray<BicepDeclaration> Children)
{
    public bool IsModule => Head.Keyword == "module";

    /// <summary>This one and all in it.</summary>
    public IEnumerable<BicepDeclaration> All => Children.SelectMany(c => c.All).Prepend(this);
}

/// <summary>The beginning of a declaration.</summary>
/// <param name="Keyword"><c>resource</c> or <c>module</c>.</param>
/// <param name="Reference">Type and version, or the path of the module; null when it is no plain text.</param>
/// <param name="IsLoop">True for <c>= [for …]</c>.</param>
/// <param name="HasCondition">True for <c>= if (…)</c>.</param>
/// <param name="Offset">Index of the keyword.</param>
internal sealed record BicepHead(string Keyword, string? Reference, bool IsLoop, bool HasCondition, int Offset)
{
    /// <summary>Reads the declaration that begins at an index, decorators included.</summary>
    public static BicepHead? Read(string text, int start)
    {
        var scanner = new BicepScanner(text, start);
        scanner.SkipTrivia();
        while (scanner.Position < text.Length && text[scanner.Position] == '@')
        {
            scanner.SkipDecorator();
            scanner.SkipTrivia();
        }

        var offset = scanner.Position;
        var keyword = scanner.ReadWord();
        scanner.SkipTrivia();
        if (keyword is not ("resource" or "module") || scanner.ReadWord().Length == 0)
            return null;
        scanner.SkipTrivia();
        var reference = scanner.ReadLiteral();
        scanner.SkipTrivia();
        if (reference is not null && scanner.ReadWord() == "existing")
            scanner.SkipTrivia();
        if (reference is null || !scanner.Take('='))
            return new BicepHead(keyword, reference, false, false, offset);
        scanner.SkipTrivia();
        return new BicepHead(keyword, reference, scanner.Take('['), scanner.ReadWord() == "if", offset);
    }
}

/// <summary>The declarations of a Bicep file.</summary>
internal sealed class BicepFile
{
    private readonly string _text;

    private BicepFile(string text, ImmutableArray<BicepDeclaration> declarations)
    {
        _text = text;
        Declarations = declarations;
    }

    /// <summary>Those at the top, in order.</summary>
    public ImmutableArray<BicepDeclaration> Declarations { get; }

    /// <summary>Puts the nodes of the deployment graph in order and nests them.</summary>
    /// <returns>The file, or null when text and graph do not fit together.</returns>
    public static BicepFile? Create(string text, IEnumerable<BicepGraphNode> nodes)
    {
        var lines = LineStarts(text);
        var spans = nodes.Select(n => (Node: n, Start: Offset(n.Range.Start), End: Offset(n.Range.End))).OrderBy(s => s.Start).ThenByDescending(s => s.End).ToList();
        if (spans.Exists(s => s.Start < 0 || s.End < s.Start))
            return null;
        var next = 0;
        var sound = true;
        var top = Nest(text.Length, "");
        return sound && next == spans.Count ? new BicepFile(text, top) : null;

        int Offset(BicepPosition position) =>
            position.Line >= 0 && position.Line < lines.Count && lines[position.Line] + position.Char <= text.Length ? lines[position.Line] + position.Char : -1;

        ImmutableArray<BicepDeclaration> Nest(int end, string prefix)
        {
            var result = ImmutableArray.CreateBuilder<BicepDeclaration>();
            while (next < spans.Count && spans[next].Start < end)
            {
                var (node, start, nodeEnd) = spans[next++];
                var symbol = prefix + node.Name;
                var children = Nest(nodeEnd, symbol + "::");
                if (BicepHead.Read(text, start) is { } head && nodeEnd <= end)
                    result.Add(new BicepDeclaration(node, symbol, head, text[start..nodeEnd], children));
                else
                    sound = false;
            }

            return result.ToImmutable();
        }
    }

    /// <summary>The line and column of a declaration's keyword, counted from 1.</summary>
    public (int Line, int Column) Position(BicepDeclaration declaration)
    {
        var lines = LineStarts(_text);
        var line = lines.FindLastIndex(start => start <= declaration.Head.Offset);
        return (line + 1, declaration.Head.Offset - lines[line] + 1);
    }

    /// <summary>The file that a parameter file uses; null when there is no plain <c>using '…'</c>.</summary>
    public static string? FindUsing(string parameterFile)
    {
        var scanner = new BicepScanner(parameterFile, parameterFile.StartsWith('\uFEFF') ? 1 : 0);
        while (scanner.Position < parameterFile.Length)
        {
            scanner.SkipTrivia();
            if (scanner.ReadWord() != "using")
            {
                scanner.SkipLine();
                continue;
            }

            scanner.SkipTrivia();
            return scanner.ReadLiteral();
        }

        return null;
    }

    private static List<int> LineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                starts.Add(i + 1);
        }

        return starts;
    }
}
