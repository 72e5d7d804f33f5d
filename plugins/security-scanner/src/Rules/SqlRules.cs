using SecurityScanner.Lexing;
using SecurityScanner.Scanning;

namespace SecurityScanner.Rules;

/// <summary>SQL that is put together from text and values.</summary>
internal sealed class SqlRules : RuleFamily
{
    /// <summary>Longer chains are cut: keeps the rule linear on hostile input.</summary>
    private const int MostOperands = 64;

    private static readonly Rule s_injection = new(
        "sql-injection",
        Severity.High,
        "CWE-89",
        "SQL built from values",
        "A SQL statement is put together from text and values; whoever controls a value can change the statement.",
        "Pass the values as parameters: placeholders in the text, values beside it."
    );

    private static readonly HashSet<string> s_safeInterpolation = new(StringComparer.Ordinal)
    {
        "FromSql",
        "FromSqlInterpolated",
        "ExecuteSql",
        "ExecuteSqlAsync",
        "ExecuteSqlInterpolated",
        "ExecuteSqlInterpolatedAsync",
        "SqlQuery",
        "FormattableStringFactory.Create",
    };

    private static readonly HashSet<string> s_talk = new(StringComparer.OrdinalIgnoreCase)
    {
        "print",
        "log",
        "info",
        "debug",
        "warn",
        "warning",
        "error",
        "trace",
        "fatal",
        "exception",
        "critical",
        "WriteLine",
        "Error",
        "Exception",
        "ValueError",
        "RuntimeError",
        "TypeError",
        "LogInformation",
        "LogWarning",
        "LogError",
        "LogDebug",
        "InvalidOperationException",
        "ArgumentException",
        "describe",
        "it",
        "test",
    };

    public override IReadOnlyList<Rule> Rules => [s_injection];

    public override void Scan(TokenStream code, FindingSink sink)
    {
        if (code.Language is Language.Yaml or Language.Json)
        {
            return;
        }

        for (var i = 0; i < code.Count; i++)
        {
            if (code.IsString(i) && IsStatement(code, i) && IsBuilt(code, i) && !IsTalk(code, i))
            {
                sink.Report(s_injection, code[i].Start);
            }
        }
    }

    /// <summary>Whether a literal, or it and the literals joined to it, begins as a statement does.</summary>
    private static bool IsStatement(TokenStream code, int index)
    {
        if (SqlText.IsStatement(code.ContentOf(index)))
        {
            return true;
        }

        if (!SqlText.BeginsAsStatement(code.ContentOf(index)))
        {
            return false;
        }

        var text = new System.Text.StringBuilder().Append(code.ContentOf(index));
        var at = index + 1;
        for (var operands = 0; operands < MostOperands; operands++)
        {
            at += code.IsPunctuation(at, '+') ? 1 : 0;
            if (!code.IsString(at))
            {
                break;
            }

            text.Append(code.ContentOf(at++));
        }

        return SqlText.IsStatement(text.ToString());
    }

    private static bool IsBuilt(TokenStream code, int index)
    {
        if (Expressions.HasVaryingHoles(code, index))
        {
            return !IsSafeTemplate(code, index);
        }

        return IsFormatArgument(code, index) || IsJoined(code, index);
    }

    /// <summary>Tagged templates and Entity Framework's interpolated methods turn holes into parameters.</summary>
    private static bool IsSafeTemplate(TokenStream code, int index)
    {
        if (code.Language == Language.CSharp)
        {
            return s_safeInterpolation.Contains(LastName(code.EnclosingCall(index)));
        }

        var tag = code.TextOf(index - 1);
        return code.Language == Language.JavaScript
            && code.IsIdentifier(index - 1)
            && code[index - 1].End == code[index].Start
            && !tag.EndsWith("Unsafe", StringComparison.OrdinalIgnoreCase)
            && !tag.EndsWith("raw", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary><c>string.Format("SELECT …", x)</c>, <c>util.format("SELECT …", x)</c>, <c>sprintf("SELECT …", x)</c>.</summary>
    private static bool IsFormatArgument(TokenStream code, int index) =>
        code.IsPunctuation(index + 1, ',')
        && code.IsPunctuation(index - 1, '(')
        && code.PathEndingAt(index - 2) is "string.Format" or "String.Format" or "util.format" or "sprintf";

    private static bool IsJoined(TokenStream code, int index)
    {
        var at = index + 1;
        for (var operands = 0; operands < MostOperands; operands++)
        {
            if (code.IsString(at) && code.Language == Language.Python)
            {
                if (Expressions.HasVaryingHoles(code, at))
                {
                    return true;
                }

                at++;
            }
            else if (code.IsPunctuation(at, '+'))
            {
                if (IsVaryingOperand(code, ref at))
                {
                    return true;
                }
            }
            else if (code.IsPunctuation(at, '%') && code.Language == Language.Python)
            {
                return IsVaryingOperand(code, ref at);
            }
            else
            {
                return IsMethodOf(code, at);
            }
        }

        return false;
    }

    /// <summary>Reads the operand behind an operator; leaves the place behind it.</summary>
    private static bool IsVaryingOperand(TokenStream code, ref int at)
    {
        at++;
        if (code.IsString(at))
        {
            return Expressions.HasVaryingHoles(code, at++);
        }

        if (code.IsKind(at, TokenKind.Number))
        {
            at++;
            return false;
        }

        if (code.IsPunctuation(at, '(') || code.IsPunctuation(at, '{'))
        {
            return code.Arguments(at).Exists(argument => Expressions.Classify(code, argument) != Composition.Constant);
        }

        if (!code.IsIdentifier(at))
        {
            return false;
        }

        while (code.IsPunctuation(at + 1, '.') && code.IsIdentifier(at + 2))
        {
            at += 2;
        }

        return !Expressions.IsConstantName(code.TextOf(at++));
    }

    private static bool IsMethodOf(TokenStream code, int at) =>
        code.IsPunctuation(at, '.')
        && code.IsPunctuation(at + 2, '(')
        && code.TextOf(at + 1) is "format" or "concat"
        && code.Arguments(at + 2).Exists(argument => Expressions.Classify(code, argument) != Composition.Constant);

    /// <summary>Messages for people are about SQL, they are not run.</summary>
    private static bool IsTalk(TokenStream code, int index) => s_talk.Contains(LastName(code.EnclosingCall(index)));

    private static string LastName(string path) => path[(path.LastIndexOf('.') + 1)..];
}
