using PolicyGen.Catalogue;

namespace PolicyGen.Rendering.Initiatives;

/// <summary>
/// What a person reads beside a resource that violates a control, the same in every guideline: kept once, since three
/// assignments that each held it would not fit into one deployment (ARM takes 4 MB).
/// </summary>
internal static class ControlMessage
{
    public static string Of(Control control, TemplateTexts texts, Language language) =>
        $"{(string)texts.In(language)["message_violated"]!}{control.Title.In(language)}{(string)texts.In(language)["message_fix"]!}{control.Remediation.In(language)}";
}
