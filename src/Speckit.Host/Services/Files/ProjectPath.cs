using Speckit.Protocol;

namespace Speckit.Host.Services.Files;

/// <summary>Paths as plugins write them: relative to the project, with forward slashes.</summary>
internal static class ProjectPath
{
    private const int MaxLength = 4096;

    /// <summary>The path without <c>.</c> segments and doubled slashes.</summary>
    /// <exception cref="RpcErrorException">It is absolute, leads upwards, or is no path.</exception>
    internal static string Parse(string path)
    {
        var segments = path.Split('/').Where(s => s.Length > 0 && s != ".").ToArray();
        var bad =
            path.Length is 0 or > MaxLength
            || path.StartsWith('/')
            || segments.Length == 0
            || segments.Any(s => s == ".." || s.AsSpan().IndexOfAny('\\', '\0', ':') >= 0);
        return bad
            ? throw new RpcErrorException(
                RpcErrorCodes.InvalidParams,
                $"'{path}' is not a path below the project: paths are relative, with forward slashes and without '..'"
            )
            : string.Join('/', segments);
    }
}
