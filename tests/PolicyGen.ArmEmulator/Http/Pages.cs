using System.Globalization;
using System.Text;
using Newtonsoft.Json.Linq;

namespace PolicyGen.ArmEmulator.Http;

/// <summary>Lists page by page, as <c>value</c> and <c>nextLink</c>.</summary>
internal static class Pages
{
    public const string TokenName = "$skiptoken";

    /// <summary>One page of a list.</summary>
    /// <param name="request">The request: <c>$top</c> bounds the whole list, the token says where to go on.</param>
    /// <param name="items">The whole list.</param>
    /// <param name="size">Most elements of a page.</param>
    public static Answer Of(EmulatorRequest request, IReadOnlyList<JToken> items, int size)
    {
        var (start, most) = (Start(request, TokenName), Math.Min(items.Count, Top(request) ?? int.MaxValue));
        var end = (int)Math.Min(most, (long)start + size);
        var page = new JObject { ["value"] = new JArray(items.Take(end).Skip(start)) };
        if (end < most)
            page["nextLink"] = request.NextLink(TokenName, Token(end));
        return Answer.Json(page);
    }

    /// <summary>Where the token of a request goes on; 0 without one.</summary>
    public static int Start(EmulatorRequest request, string name)
    {
        if (request.Parameter(name) is not { } token)
            return 0;
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            && int.TryParse(Encoding.ASCII.GetString(bytes, 0, length), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
                ? start
                : throw ArmError.BadRequest("InvalidSkipToken", $"The value of {name} is not valid.");
    }

    public static string Token(int position) => Convert.ToBase64String(Encoding.ASCII.GetBytes(position.ToString("D9", CultureInfo.InvariantCulture)));

    /// <summary><c>$top</c>; null when it is not there.</summary>
    public static int? Top(EmulatorRequest request)
    {
        if (request.Parameter("$top") is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var top) && top > 0
            ? top
            : throw ArmError.BadRequest("InvalidTopParameter", "The value of $top must be a positive integer.");
    }
}
