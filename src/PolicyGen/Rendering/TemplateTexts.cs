using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using Scriban.Runtime;

namespace PolicyGen.Rendering;

/// <summary>Sentences that templates use beside the catalogue's (templates/texts.json), in both languages.</summary>
internal sealed class TemplateTexts
{
    private readonly Dictionary<Language, ScriptObject> _texts;

    private TemplateTexts(Dictionary<Language, ScriptObject> texts) => _texts = texts;

    public ScriptObject In(Language language) => _texts[language];

    public static TemplateTexts? Load(LibraryFiles files, DiagnosticBag diagnostics)
    {
        var path = Path.Combine(files.Templates, "texts.json");
        if (JsonText.ParseFile(path, files.Display(path), diagnostics) is not JObject members)
            return null;
        var root = new DataNode(members, files.Display(path), diagnostics);
        var english = new ScriptObject();
        var japanese = new ScriptObject();
        foreach (var property in members.Properties().Where(p => p.Name != "$schema"))
        {
            var text = LocalizedText.Read(root, property.Name);
            english.SetValue(property.Name, text.English, readOnly: true);
            japanese.SetValue(property.Name, text.Japanese, readOnly: true);
        }

        return new TemplateTexts(new Dictionary<Language, ScriptObject> { [Language.English] = english, [Language.Japanese] = japanese });
    }
}
