using System.Globalization;
using System.Text;

namespace Speckit.Sdk.Agents;

/// <summary>Texts in YAML, on one line and always in double quotes: no text can mean anything else.</summary>
internal static class YamlText
{
    public static string Quote(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var character in value.ReplaceLineEndings(" ").Trim())
        {
            if (character is '"' or '\\')
            {
                text.Append('\\').Append(character);
            }
            else if (char.IsControl(character))
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                text.Append(character);
            }
        }

        return text.Append('"').ToString();
    }
}
