using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Speckit.Registry.Operations;

/// <summary>Log lines for people and tools: time, level, category, message. Control characters of what callers sent are escaped,
/// so that nobody writes a line of his own or talks to the operator's terminal.</summary>
internal sealed class PlainLogFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    /// <summary>The name under which it is registered.</summary>
    public const string FormatterName = "plain";

    /// <inheritdoc/>
    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    )
    {
        var line = new StringBuilder();
        line.Append(time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        line.Append(' ').Append(Word(logEntry.LogLevel)).Append(' ');
        line.Append(logEntry.Category.AsSpan(logEntry.Category.LastIndexOf('.') + 1)).Append(": ");
        AppendEscaped(line, logEntry.Formatter(logEntry.State, logEntry.Exception));
        line.Append('\n');
        if (logEntry.Exception is not null)
        {
            foreach (var part in logEntry.Exception.ToString().AsSpan().EnumerateLines())
            {
                AppendEscaped(line.Append("    "), part);
                line.Append('\n');
            }
        }

        textWriter.Write(line);
    }

    /// <summary>Appends text with its control and format characters as <c>\uXXXX</c>.</summary>
    internal static void AppendEscaped(StringBuilder line, ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            var category = char.GetUnicodeCategory(character);
            if (
                category
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
            )
            {
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                line.Append(character);
            }
        }
    }

    private static string Word(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warning",
            LogLevel.Error => "error",
            _ => "critical",
        };
}
