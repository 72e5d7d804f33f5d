using System.Text;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Ospec;

/// <summary>
/// Paths with <c>{{…}}</c> in them, such as <c>src/{{snake_case name}}.ts</c>. What stands between the braces is filled in later,
/// and looked at again then.
/// </summary>
internal static class OutputPath
{
    private const string Open = "{{";
    private const string Close = "}}";

    /// <summary>The path as it is written; null and reported when what is around the braces is not safe.</summary>
    public static string? Check(Value value, string text) =>
        PackagePath.Check(value, WithoutExpressions(text)) is null ? null : text;

    private static string WithoutExpressions(string text)
    {
        var plain = new StringBuilder();
        var at = 0;
        while (true)
        {
            var open = text.IndexOf(Open, at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : text.IndexOf(Close, open, StringComparison.Ordinal);
            if (close < 0)
            {
                return plain.Append(text, at, text.Length - at).ToString();
            }

            plain.Append(text, at, open - at).Append('x');
            at = close + Close.Length;
        }
    }
}
