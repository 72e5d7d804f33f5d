using SecurityScanner.Lexing;
using SecurityScanner.Scanning;

namespace SecurityScanner.Rules;

/// <summary>Data that becomes objects or code of its own choice.</summary>
internal sealed class DeserializationRules : RuleFamily
{
    private static readonly Rule s_unsafe = new(
        "unsafe-deserialization",
        Severity.High,
        "CWE-502",
        "Unsafe deserialisation",
        "The data decides what is created while it is read; whoever controls it can run code.",
        "Read a format that holds data alone, such as JSON, into known types; in Python use yaml.safe_load."
    );

    private static readonly HashSet<string> s_python = new(StringComparer.Ordinal)
    {
        "pickle.load",
        "pickle.loads",
        "pickle.Unpickler",
        "cPickle.load",
        "cPickle.loads",
        "_pickle.loads",
        "dill.load",
        "dill.loads",
        "cloudpickle.load",
        "cloudpickle.loads",
        "marshal.load",
        "marshal.loads",
        "shelve.open",
        "jsonpickle.decode",
        "yaml.unsafe_load",
        "yaml.unsafe_load_all",
        "joblib.load",
        "pandas.read_pickle",
        "pd.read_pickle",
    };

    private static readonly HashSet<string> s_cSharpTypes = new(StringComparer.Ordinal)
    {
        "BinaryFormatter",
        "NetDataContractSerializer",
        "LosFormatter",
        "SoapFormatter",
        "ObjectStateFormatter",
        "SimpleTypeResolver",
    };

    public override IReadOnlyList<Rule> Rules => [s_unsafe];

    public override void Scan(TokenStream code, FindingSink sink)
    {
        for (var i = 0; i < code.Count; i++)
        {
            var found = code.Language switch
            {
                Language.Python => IsPython(code, i),
                Language.JavaScript => IsJavaScript(code, i),
                Language.CSharp => IsCSharp(code, i),
                Language.Json => IsTypeNameSetting(code, i),
                _ => code.IsString(i) && code.ContentOf(i).StartsWith("!!python/", StringComparison.Ordinal),
            };
            if (found)
            {
                sink.Report(s_unsafe, code[i].Start);
            }
        }
    }

    private static bool IsPython(TokenStream code, int index)
    {
        if (!code.IsCall(index))
        {
            return false;
        }

        var path = code.PathEndingAt(index);
        if (s_python.Contains(path))
        {
            return true;
        }

        if (path is "loads" or "load" && !code.IsPunctuation(index - 1, '.'))
        {
            return code.Mentions("from pickle import") || code.Mentions("from marshal import");
        }

        return path is "yaml.load" or "yaml.load_all" && !HasSafeLoader(code, index + 1);
    }

    private static bool HasSafeLoader(TokenStream code, int parenthesis)
    {
        foreach (var argument in code.Arguments(parenthesis))
        {
            for (var i = argument.Start.Value; i < argument.End.Value; i++)
            {
                if (code.TextOf(i) is "SafeLoader" or "CSafeLoader" or "BaseLoader" or "CBaseLoader")
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsJavaScript(TokenStream code, int index) =>
        code.IsCall(index) && code.TextOf(index) is "unserialize" && code.Mentions("node-serialize");

    private static bool IsCSharp(TokenStream code, int index)
    {
        if (!code.IsIdentifier(index))
        {
            return false;
        }

        if (code.IsIdentifier(index - 1, "new"))
        {
            return s_cSharpTypes.GetAlternateLookup<ReadOnlySpan<char>>().Contains(code.TextOf(index));
        }

        return code.IsIdentifier(index - 2, "TypeNameHandling")
            && code.IsPunctuation(index - 1, '.')
            && code.TextOf(index) is "All" or "Auto" or "Objects" or "Arrays";
    }

    private static bool IsTypeNameSetting(TokenStream code, int index) =>
        code.IsString(index)
        && code.ContentOf(index).Equals("TypeNameHandling", StringComparison.OrdinalIgnoreCase)
        && code.IsPunctuation(index + 1, ':')
        && code.IsString(index + 2)
        && code.ContentOf(index + 2) is "All" or "Auto" or "Objects" or "Arrays";
}
