namespace SecurityScanner.Rules;

/// <summary>How much a name promises that its value is a secret.</summary>
internal enum SecretNameKind
{
    None,

    /// <summary>A password: short and simple values count.</summary>
    Password,

    /// <summary>A key, token or secret: only values that look random count.</summary>
    Key,
}

/// <summary>Reads names such as <c>dbPassword</c>, <c>API_KEY</c>, <c>client-secret</c>.</summary>
internal static class SecretName
{
    private const int Longest = 80;

    public static SecretNameKind Of(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > Longest)
        {
            return SecretNameKind.None;
        }

        var words = Words(name);
        while (words.Count > 1 && words[^1].All(char.IsAsciiDigit))
        {
            words.RemoveAt(words.Count - 1);
        }

        var last = words.Count > 0 ? words[^1] : "";
        var before = words.Count > 1 ? words[^2] : "";
        return last switch
        {
            "password"
            or "passwd"
            or "passphrase"
            or "pwd"
            or "pass" when before is not ("by" or "first" or "second" or "single") => SecretNameKind.Password,
            "secret" or "token" or "apikey" or "secretkey" or "accesskey" or "privatekey" or "authtoken" =>
                SecretNameKind.Key,
            "key"
                when before
                    is "api"
                        or "access"
                        or "secret"
                        or "private"
                        or "auth"
                        or "encryption"
                        or "signing"
                        or "client"
                        or "account"
                        or "master" => SecretNameKind.Key,
            _ => SecretNameKind.None,
        };
    }

    private static List<string> Words(ReadOnlySpan<char> name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var separator = i == name.Length || !char.IsLetterOrDigit(name[i]);
            var hump = !separator && i > start && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1]);
            if (!separator && !hump)
            {
                continue;
            }

            if (i > start)
            {
                words.Add(name[start..i].ToString().ToLowerInvariant());
            }

            start = separator ? i + 1 : i;
        }

        return words;
    }
}
