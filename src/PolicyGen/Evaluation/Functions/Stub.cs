using Newtonsoft.Json.Linq;
namespace PolicyGen.Evaluation.Functions;
internal sealed record TemplateFunction(string Name, int MinArguments, int MaxArguments);
internal static class TemplateFunctions
{
    public static TemplateFunction? Find(string name) => null;
    public static PolicyValue Invoke(TemplateFunction f, ReadOnlySpan<JToken> a) => PolicyValue.Null;
    public static PolicyValue Access(JToken a, JToken b) => PolicyValue.Null;
    public static PolicyValue FormatDate(DateTimeOffset a, string b) => PolicyValue.Null;
}
