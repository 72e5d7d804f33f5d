using YamlDotNet.Core;

namespace Speckit.Workspace.Text;

/// <summary>What YamlDotNet's parser throws on a text that is not YAML.</summary>
internal static class MalformedYaml
{
    /// <summary>Whether an exception of the parser is the text's fault. Some malformed texts get an exception that is meant for bugs
    /// instead of a syntax error, for example a flow sequence that ends within an alias; the text is all that the parser was given.</summary>
    internal static bool IsBlamedOnText(Exception exception) =>
        exception
            is YamlException
                or InvalidOperationException
                or ArgumentException
                or FormatException
                or OverflowException;
}
