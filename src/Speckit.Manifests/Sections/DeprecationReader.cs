using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;

namespace Speckit.Manifests.Sections;

/// <summary><c>deprecated</c> of a plugin or of anything it provides: true, why, or <c>{ since?, message?, replacement? }</c>.</summary>
internal static class DeprecationReader
{
    public static Deprecation? Read(Fields owner)
    {
        if (owner.Find("deprecated") is not { } value)
        {
            return null;
        }

        if (value.IsBoolean)
        {
            return value.Boolean() is true ? new Deprecation() : null;
        }

        if (!value.IsMapping)
        {
            return value.Text() is { } message ? new Deprecation(message) : null;
        }

        var fields = value.Section()!;
        var deprecation = new Deprecation(
            fields.Text("message"),
            fields.Find("since")?.Version(),
            fields.Text("replacement")
        );
        fields.Done();
        return deprecation;
    }
}
