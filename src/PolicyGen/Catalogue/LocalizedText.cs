using PolicyGen.Data;

namespace PolicyGen.Catalogue;

/// <summary>A language of PolicyGen's own texts.</summary>
public enum Language
{
    /// <summary>Japanese, the default.</summary>
    Japanese,

    /// <summary>English.</summary>
    English,
}

/// <summary>Text for people in both languages. Neither is ever empty in loaded data.</summary>
/// <param name="English">English.</param>
/// <param name="Japanese">Japanese.</param>
public sealed record LocalizedText(string English, string Japanese)
{
    /// <summary>The text in one language.</summary>
    public string In(Language language) => language == Language.English ? English : Japanese;

    internal static LocalizedText Read(DataNode parent, string name)
    {
        if (parent.Require(name) is not { } node)
            return new LocalizedText("", "");
        node.Only("en", "ja");
        return new LocalizedText(ReadOne(node, "en"), ReadOne(node, "ja"));
    }

    internal static LocalizedText? ReadOptional(DataNode parent, string name) =>
        parent.Find(name) is null ? null : Read(parent, name);

    private static string ReadOne(DataNode node, string language)
    {
        if (node.Find(language) is not { } text)
        {
            node.Diagnostics.Error("translation-missing", $"The {(language == "ja" ? "Japanese" : "English")} text \"{language}\" is missing.", node.Location);
            return "";
        }

        var value = text.AsText();
        if (string.IsNullOrWhiteSpace(value))
            node.Diagnostics.Error("translation-missing", $"The {(language == "ja" ? "Japanese" : "English")} text is empty.", text.Location);
        else if (FirstControlCharacter(value) is >= 0 and var at)
            node.Diagnostics.Error("text-control-character", $"The text holds the control character U+{(int)value[at]:X4} at position {at + 1}; only line feeds and tabs are allowed.", text.Location);
        return value;
    }

    private static int FirstControlCharacter(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && text[i] is not ('\n' or '\t'))
                return i;
        }

        return -1;
    }
}
