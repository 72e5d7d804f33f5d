using System.Text;

namespace Speckit.Cli.Interaction;

/// <summary>A line typed at a terminal that shows nothing of it.</summary>
internal static class SecretLine
{
    private const char EndOfInput = '\u0004';
    private const char KillLine = '\u0015';

    /// <summary>The line without its end; null when the input ended instead.</summary>
    internal static string? Read(Func<ConsoleKeyInfo> readKey)
    {
        var line = new StringBuilder();
        while (true)
        {
            var key = readKey();
            switch (key.Key, key.KeyChar)
            {
                case (ConsoleKey.Enter, _) or (_, '\r' or '\n'):
                    return line.ToString();
                case (ConsoleKey.Backspace, _) or (_, '\b' or '\u007f'):
                    RemoveLast(line);
                    break;
                case (_, KillLine):
                    line.Clear();
                    break;
                case (_, EndOfInput):
                    return line.Length == 0 ? null : line.ToString();
                case (_, var character) when !char.IsControl(character):
                    line.Append(character);
                    break;
                default:
                    // Arrows and the like have no character.
                    break;
            }
        }
    }

    /// <summary>Takes away what one key press gave: a character beyond the first plane is two.</summary>
    private static void RemoveLast(StringBuilder line)
    {
        if (line.Length == 0)
        {
            return;
        }

        var count = line.Length > 1 && char.IsLowSurrogate(line[^1]) && char.IsHighSurrogate(line[^2]) ? 2 : 1;
        line.Length -= count;
    }
}
